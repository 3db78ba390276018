r"""Parent-directory segments in the file name.

What it does
    Sends an honest file whose *name* walks out of the storage folder: ``../``, ``..\``,
    and the percent-encoded, doubled, full-width and overlong spellings that some decoder,
    somewhere, turns back into them.

Why it works
    Code that joins the client's name to a folder lets the client choose the folder.
    Stripping ``../`` once turns ``....//`` into ``../``; checking before decoding lets
    ``%2e%2e%2f`` through.

Expected defence
    The stored path owes nothing to the client's name. Refusing the upload and storing it
    under a server-chosen name both hold; touching any path outside the storage root, or
    keeping a separator in the name that is handed out again, does not.

References
    - CWE-22, CWE-23
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.strategies import filenames
from attacks.uploads import honest, honest_name, named

SPELLINGS = {
    "climb": b"../%s",
    "climb-deep": b"../../../%s",
    "climb-backslash": rb"..\..\%s",
    "climb-encoded": b"..%%2f%s",
    "climb-encoded-twice": b"..%%252f%s",
    "climb-collapsing": b"....//%s",
    "climb-full-width": "．．／%s".encode(),
    "climb-overlong-utf8": b"..\xc0\xaf%s",
    "dot-segment-tail": b"%s/.",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each spelling."""
    name = honest_name(profile, "climbed")
    return tuple(named(profile, s % name, variant=v) for v, s in SPELLINGS.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix climbing segments and separators in front of an honest name."""
    name = honest_name(profile, "climbed")
    return st.builds(
        lambda climb: named(profile, climb + name, variant="generated"), filenames.climbs()
    )


ATTACK = Attack(
    id="filename.parent-directory",
    title="Parent-directory segments in the file name",
    severity=Severity.CRITICAL,
    controls=("generated-storage-name", "path-containment", "canonicalise-once"),
    cwe=(22, 23),
    asvs=("v5.0.0-5.3.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(confinement,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
