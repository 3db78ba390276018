r"""Pages, files and error answers that leave a browser to its defaults.

What it does
    Asks for the upload page, for a file that was stored (whole, in part, unchanged, head only)
    and for what is refused (an unknown path, an unknown method, a type and a size that are not
    accepted), and reads the headers that bind a browser.

Why it works
    A browser does for any page what it would do for an old one: run inline script, be framed,
    keep a handle on its opener, embed what it is given, and write private pages to a cache. A
    framework sets nothing of that, and what a view or a hook sets is often missing where it is
    least looked for: on an error, on a 304, on the answer to ``HEAD``.

Expected defence
    A strict Content-Security-Policy with ``frame-ancestors``, one
    ``Cross-Origin-Resource-Policy``, one ``Cross-Origin-Opener-Policy``, ``Referrer-Policy``,
    ``Permissions-Policy`` and ``Cache-Control: no-store``, set below the framework on every
    answer; over HTTPS ``Strict-Transport-Security`` for a year or more.

References
    - CWE-79, CWE-1021, CWE-346, CWE-1022, CWE-525, CWE-523
    - OWASP ASVS v5.0.0-3.4.1, v5.0.0-3.4.3, v5.0.0-3.4.5, v5.0.0-3.4.6, v5.0.0-3.4.8,
      v5.0.0-3.5.8, v5.0.0-14.3.2; WSTG-CONF-12, WSTG-CONF-14, WSTG-CLNT-09
    - Content Security Policy Level 3; WHATWG Fetch, cross-origin resource policy check
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    NOBODY,
    Attack,
    Capability,
    Header,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.response_policy import response_policy
from attacks.strategies.contents import roomy
from attacks.uploads import honest, named, upload
from attacks.visits import asking, stored_then

NOWHERE = "/gauntlet-nowhere"
WHOLE: tuple[Header, ...] = ()
JSON: tuple[Header, ...] = ((b"Accept", b"application/json"),)
FIRST_BYTE: tuple[Header, ...] = ((b"Range", b"bytes=0-0"),)
FROM_START: tuple[Header, ...] = ((b"Range", b"bytes=0-"),)
TWO_PARTS: tuple[Header, ...] = ((b"Range", b"bytes=0-1,3-4"),)
CHANGED: tuple[Header, ...] = (*FIRST_BYTE, (b"If-Range", b'"gauntlet"'))
UNMATCHED: tuple[Header, ...] = ((b"If-Match", b'"gauntlet"'),)
BEYOND: tuple[Header, ...] = ((b"Range", b"bytes=999999999999-"),)
UNCHANGED: tuple[Header, ...] = ((b"If-None-Match", b"*"),)
# Believed only where a proxy is expected; then HTTPS must be promised for long.
SECURE: tuple[Header, ...] = ((b"X-Forwarded-Proto", b"https"),)
LARGEST = 32 * 1024 * 1024

ASKED: dict[str, tuple[str, tuple[Header, ...]]] = {
    "file": ("GET", WHOLE),
    "file-head": ("HEAD", WHOLE),
    "file-part": ("GET", FIRST_BYTE),
    "file-beyond": ("GET", BEYOND),
    "file-unchanged": ("GET", UNCHANGED),
    "file-from-start": ("GET", FROM_START),
    "file-in-two-parts": ("GET", TWO_PARTS),
    "file-changed-meanwhile": ("GET", CHANGED),
    "file-not-matched": ("GET", UNMATCHED),
    "file-unknown-method": ("GAUNTLET", WHOLE),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each kind of answer."""
    page = profile.page
    visits = {
        "page": asking(page),
        "page-head": asking(page, method="HEAD"),
        "page-unknown-method": asking(page, method="GAUNTLET"),
        "page-behind-https": asking(page, headers=SECURE),
        "page-for-nobody": asking(page, actor=NOBODY),
        "unknown-path": asking(NOWHERE),
        "unknown-path-json": asking(NOWHERE, headers=JSON),
        "unknown-file": asking(f"/files{NOWHERE}"),
    }
    return (
        *(Probe(steps=(visit,), variant=variant) for variant, visit in visits.items()),
        *(_of_file(profile, *asked, variant=variant) for variant, asked in ASKED.items()),
        named(profile, b"gauntlet.zzqx", variant="refused-type"),
        *_oversize(profile),
    )


def _of_file(
    profile: Profile, method: str, headers: tuple[Header, ...], *, variant: str = GENERATED
) -> Probe:
    step = asking("{url}", method=method, headers=headers, about=0)
    return stored_then(profile, step, variant=variant)


def _oversize(profile: Profile) -> Iterator[Probe]:
    limit = profile.limits.body
    if limit is not None and limit < LARGEST:
        step = upload(profile, roomy(profile, limit))
        yield Probe(steps=(step,), variant="refused-size")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Ask for the file in any way."""
    return st.builds(
        lambda method, headers: _of_file(profile, method, headers),
        st.sampled_from(("GET", "HEAD", "OPTIONS", "POST", "PUT", "GAUNTLET")),
        st.lists(
            st.sampled_from((*JSON, *FIRST_BYTE, *BEYOND, *UNCHANGED)),
            unique_by=lambda header: header[0],
        ).map(tuple),
    )


ATTACK = Attack(
    id="serving.page-policy",
    title="Answers that leave a browser to its defaults",
    severity=Severity.MEDIUM,
    controls=(
        "page-csp",
        "frame-ancestors",
        "corp",
        "coop",
        "referrer-policy",
        "permissions-policy",
        "no-store",
        "hsts",
    ),
    cwe=(79, 1021, 346, 1022, 525, 523),
    asvs=(
        "v5.0.0-3.4.1",
        "v5.0.0-3.4.3",
        "v5.0.0-3.4.5",
        "v5.0.0-3.4.6",
        "v5.0.0-3.4.8",
        "v5.0.0-3.5.8",
        "v5.0.0-14.3.2",
    ),
    wstg=("WSTG-CONF-12", "WSTG-CONF-14", "WSTG-CLNT-09"),
    oracles=(response_policy,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
