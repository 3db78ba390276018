"""The doctor: what a start does not show, and what it refuses.

A start checks the settings, the secret, the store and the ledger by itself. The doctor looks at
what shows only later: it opens a file, asks the scanner, starts a child. Ask it as the user that
the app runs as. An advisory is listed with the release that mends it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from reference_app.policy import Policy, PolicyError
from reference_app.services import Services

OK, WARN, REFUSED = "OK", "WARN", "REFUSED"
PARTS = (("image/", "PIL", "images"), ("application/pdf", "pikepdf", "pdf"))
"""What decodes which types, and the extra that brings it; kept pictures do without the first."""
WALLS = ("rlimits", "landlock", "seccomp")
ADVISORIES = (
    ("flask", "3.1.3", "GHSA-68rp-wp8r-4726"),
    ("werkzeug", "3.1.9", "GHSA-g6x2-hccm-hh4m"),
    ("gunicorn", "23.0.0", "GHSA-hc5x-x2vx-497g"),
    ("pillow", "12.2.0", "GHSA-whj4-6x5x-4v2j"),
)


def insist(policy: Policy) -> None:
    """Refuse, before the app starts, what cannot be meant.

    Raises:
        PolicyError: a type is accepted whose decoder is missing, or files are to be shown where
            people are logged in.
    """
    if policy.content_host in policy.trusted_hosts:
        raise PolicyError("content_host is one of trusted_hosts; give it a name of its own")
    for each in (policy, *policy.features.values()):
        kinds, kept = " ".join(each.accepted.values()), each.image_handling == "keep"
        for prefix, module, extra in PARTS[1:] if kept else PARTS:
            if prefix in kinds and find_spec(module) is None:
                remedy = f"leave them out, or: pip install 'upload-gauntlet[{extra}]'"
                raise PolicyError(f"accepted has {prefix} types, and {module} is missing; {remedy}")


def examine(services: Services) -> Iterator[tuple[str, str, str]]:
    """Yield how it is, with what, and what to know or to change; a failure ends one part only."""
    yield OK, "start", "settings, secret, upload_folder and ledger are sound"
    for part in (hosts, storage, scanner, sandbox, versions):
        try:
            yield from ((level, part.__name__, text) for level, text in part(services))
        except Exception as error:  # noqa: BLE001 - whatever it is, an upload would meet it too
            yield REFUSED, part.__name__, str(error) or type(error).__name__


def hosts(services: Services) -> Iterator[tuple[str, str]]:
    """Look at who is answered."""
    names = ", ".join(services.policy.trusted_hosts)
    yield (OK, names) if names else (WARN, "trusted_hosts is empty: only loopback is answered")


def storage(services: Services) -> Iterator[tuple[str, str]]:
    """Open a file as an upload does; nothing of it is left."""
    with services.store.create(""):
        yield OK, "there is more than min_free_bytes"


def scanner(services: Services) -> Iterator[tuple[str, str]]:
    """Ask the scanner who it is."""
    yield WARN if services.policy.scanner == "test-file" else OK, services.scanner.version()


def sandbox(services: Services) -> Iterator[tuple[str, str]]:
    """Start a child as an image does, and hear what confines it."""
    reached = ", ".join(services.sandbox.level())
    missing = "".join(f"; no {wall}: use a newer kernel" for wall in WALLS if wall not in reached)
    yield WARN if missing else OK, f"a child is confined by {reached}{missing}"


def versions(_services: Services) -> Iterator[tuple[str, str]]:
    """Compare what is installed with the advisories that are known."""
    for name, mended, advisory in ADVISORIES:
        with suppress(PackageNotFoundError):
            found = version(name)
            old, new = ([int(n) for n in re.findall("[0-9]+", v)] for v in (found, mended))
            level, told = (REFUSED, f"has {advisory}; install {mended}") if old < new else (OK, "")
            yield level, f"{name} {found} {told}"
