r"""Parent-directory segments in the file name.

What it does
    Sends an honest file whose *name* walks out of the storage folder: ``../``, ``..\``,
    and the percent-encoded, doubled, full-width and overlong spellings that some decoder,
    somewhere, turns back into them.

Why it works
    Code that joins the client's name to a folder lets the client choose the folder.
    Stripping ``../`` once turns ``....//`` into ``../``; checking before decoding lets
    ``%2e%2e%2f`` through; splitting at ``/`` alone keeps ``..\`` for Windows.

Expected defence
    The stored path owes nothing to the client's name. Refusing the upload and storing it
    under a server-chosen name both hold; touching any path outside the storage root, or
    keeping a separator in the name that is handed out again, does not.

References
    - CWE-22, CWE-23
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09, WSTG-ATHZ-01
"""

from __future__ import annotations

from pathlib import PurePath

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.strategies import filenames
from attacks.strategies.patterns import spelled
from attacks.uploads import honest, honest_name, named

STEM = "gauntlet-climbed"  # nobody's own file: what appears under it is removed

SPELLINGS = {
    "climb": b"../gauntlet-climbed.GOOD",
    "climb-deep": b"../../../gauntlet-climbed.GOOD",
    "climb-to-static": b"../static/gauntlet-climbed.GOOD",  # where a web root would serve it
    "climb-from-inside": b"a/../../gauntlet-climbed.GOOD",  # passes a test of the first segment
    "climb-backslash": rb"..\..\gauntlet-climbed.GOOD",
    "climb-encoded": b"..%2fgauntlet-climbed.GOOD",
    "climb-encoded-inside": b"a%2f..%2f..%2fgauntlet-climbed.GOOD",  # nothing odd at either end
    "climb-encoded-dots": b"%2e%2e/gauntlet-climbed.GOOD",
    "climb-encoded-twice": b"..%252fgauntlet-climbed.GOOD",
    "climb-collapsing": b"....//gauntlet-climbed.GOOD",
    "climb-nested": b"..././gauntlet-climbed.GOOD",  # the same for a filter that strips "./../"
    "climb-semicolon": b"..;/gauntlet-climbed.GOOD",  # Tomcat drops path parameters after matching
    "climb-full-width": "．．／gauntlet-climbed.GOOD".encode(),
    "climb-two-dot-leader": "‥/gauntlet-climbed.GOOD".encode(),  # NFKC makes U+2025 two full stops
    "climb-overlong-utf8": b"..\xc0\xafgauntlet-climbed.GOOD",
    "dot-segment-tail": b"gauntlet-climbed.GOOD/.",
    "separator-tail": b"gauntlet-climbed.GOOD/",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each spelling."""
    return tuple(
        _climbing(profile, spelled(profile, spelling), variant)
        for variant, spelling in SPELLINGS.items()
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix climbing segments and separators in front of an honest name."""
    name = honest_name(profile, STEM)
    return filenames.climbs().map(lambda climb: _climbing(profile, climb + name, GENERATED))


def _climbing(profile: Profile, filename: bytes, variant: str) -> Probe:
    return named(profile, filename, variant=variant, witnesses=_landings(profile))


def _landings(profile: Profile) -> tuple[str, ...]:
    """Return where one to four steps up would leave the file, if the root is known."""
    above = PurePath(profile.storage_root).parents[:4] if profile.storage_root else ()
    return tuple(str(folder / honest_name(profile, STEM).decode()) for folder in above)


ATTACK = Attack(
    id="filename.parent-directory",
    title="Parent-directory segments in the file name",
    severity=Severity.CRITICAL,
    controls=("generated-storage-name", "path-containment", "canonicalise-once"),
    cwe=(22, 23),
    asvs=("v5.0.0-5.3.2",),
    wstg=("WSTG-BUSL-09", "WSTG-ATHZ-01"),
    oracles=(confinement, safe_name),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
