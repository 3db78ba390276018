"""The doctor: what would go wrong in operation, said before the first request.

It opens everything as the app does, so ask it as the user that the app runs as. An advisory is
listed by the release that mends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from flask.helpers import get_debug_flag

from reference_app import migrations
from reference_app.controls.quota import free_space
from reference_app.controls.start import Setup
from reference_app.ledger import Ledger
from reference_app.meter import Meter
from reference_app.pipeline import CONTROLS, Stage, run, steps
from reference_app.policy import Policy, PolicyError
from reference_app.sandbox import Limits, Sandbox
from reference_app.scanning import scanner_for
from reference_app.storage.local import LocalStore

PARTS = (("image/", "PIL", "images"), ("application/pdf", "pikepdf", "pdf"))
TEST_ONLY = "; for malware give scanner a clamd"
WALLS = ("rlimits", "landlock", "seccomp")
ADVISORIES = (
    ("flask", "3.1.3", "GHSA-68rp-wp8r-4726"),
    ("werkzeug", "3.1.9", "GHSA-g6x2-hccm-hh4m"),
    ("gunicorn", "23.0.0", "GHSA-hc5x-x2vx-497g"),
    ("pillow", "12.2.0", "GHSA-whj4-6x5x-4v2j"),
)


class Level(StrEnum):
    """How bad it is."""

    OK = "OK"
    WARN = "WARN"
    REFUSED = "REFUSED"


Lines = Iterator[tuple[Level, str]]


def insist(policy: Policy) -> None:
    """Refuse what cannot be meant, at the start of the app.

    Raises:
        PolicyError: a type is accepted whose decoder is missing, or the host for content is one
            where people are logged in.
    """
    if policy.content_host in policy.trusted_hosts:
        raise PolicyError("content_host is one of trusted_hosts; give it a name of its own")
    for each in (policy, *policy.features.values()):
        for prefix, module, extra in PARTS:
            asked = any(kind.startswith(prefix) for kind in each.accepted.values())
            kept = extra == "images" and each.image_handling == "keep"
            if asked and not kept and find_spec(module) is None:
                raise PolicyError(
                    f"accepted names {prefix} types and {module} is missing; leave them out, "
                    f"or: pip install 'upload-gauntlet[{extra}]'"
                )


def examine(policy: Policy, secret: bytes) -> Iterator[tuple[Level, str, str]]:
    """Yield level, part and what to know or to change; what raises would stop the app as well."""
    checks: dict[str, Callable[[Policy], Lines]] = {
        "configuration": partial(configuration, secret),
        **{each.__name__: each for each in (storage, database, scanner, sandbox, rates, versions)},
    }
    for part, check in checks.items():
        try:
            yield from ((level, part, text) for level, text in check(policy))
        except Exception as error:  # noqa: BLE001 - the other parts are examined all the same
            yield Level.REFUSED, part, str(error) or type(error).__name__


def configuration(secret: bytes, policy: Policy) -> Lines:
    """Look at the settings, the secret, and who is answered."""
    setup = Setup(secret=secret, package=Path(__file__).parent, debug=get_debug_flag())
    run(CONTROLS, Stage.START, setup, policy)
    insist(policy)
    yield Level.OK, "the settings go together, and the secret is strong"
    if not policy.trusted_hosts:
        yield Level.WARN, "trusted_hosts is empty: only loopback is answered; list your names"


def storage(policy: Policy) -> Lines:
    """Open a file as an upload does; nothing of it is left."""
    own = steps(CONTROLS, Stage.STORE) | {"quota": lambda free: free_space(free, policy)}
    with closing(LocalStore(policy.upload_folder, own)) as store, store.create("") as sink:
        yield Level.OK, f"{policy.upload_folder} is private, and has min_free_bytes and more"
        if sink.temporary:
            yield Level.WARN, "no unnamed files there: a crash leaves remains to the janitor"


def database(policy: Policy) -> Lines:
    """Open the ledger, and look at its version."""
    with closing(Ledger(policy.database, {})):
        yield Level.OK, f"the ledger answers, and its schema is at version {migrations.HEAD}"


def scanner(policy: Policy) -> Lines:
    """Ask the scanner who it is."""
    known = policy.scanner == "test-file"
    told = scanner_for(policy.scanner, policy.scan_seconds).version()
    yield (Level.WARN if known else Level.OK), f"{told}{TEST_ONLY if known else ''}"


def sandbox(policy: Policy) -> Lines:
    """Start a child as an image does, and hear what confines it."""
    limits = Limits(
        seconds=policy.decode_seconds, memory_bytes=policy.decode_memory_bytes, output_bytes=1
    )
    with closing(Sandbox(limits)) as started:
        reached = started.level()
    yield Level.OK, f"children are confined by {', '.join(reached)}"
    if missing := [wall for wall in WALLS if wall not in " ".join(reached)]:
        yield Level.WARN, f"this kernel has no {' and no '.join(missing)}; use a newer one"


def rates(policy: Policy) -> Lines:
    """Count once where the limits are counted."""
    Meter(policy.rate_storage).count("doctor", 1)
    yield Level.OK, "the limits are counted"
    if policy.rate_storage.startswith("memory:"):
        yield Level.WARN, "rate_storage is memory: with several workers give a redis:// URL"


def versions(_policy: Policy) -> Lines:
    """Compare what is installed with what has known advisories."""
    for name, mended, advisory in ADVISORIES:
        with suppress(PackageNotFoundError):
            found = version(name)
            if _numbers(found) < _numbers(mended):
                yield Level.REFUSED, f"{name} {found} has {advisory}; install {mended} or newer"
    yield Level.OK, f"{len(ADVISORIES)} advisories were looked up"


def _numbers(release: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", release)]
