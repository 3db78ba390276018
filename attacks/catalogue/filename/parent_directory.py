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
    "climb-to-scripts": b"../../static/js/gauntlet-climbed.GOOD",  # which every page runs
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
    "climb-full-width-backslash": "..＼gauntlet-climbed.GOOD".encode(),
    "climb-small-backslash": "..﹨gauntlet-climbed.GOOD".encode(),
    "climb-two-dot-leader": "‥/gauntlet-climbed.GOOD".encode(),  # NFKC makes U+2025 two full stops
    "climb-two-dot-upright": "︰/gauntlet-climbed.GOOD".encode(),  # and U+FE30, for columns
    # NFKC finds a separator in letter-like signs: "a/c", "a/s", "c/o", "c/u".
    "sign-account-of": "℀gauntlet-climbed.GOOD".encode(),
    "sign-addressed-to": "℁gauntlet-climbed.GOOD".encode(),
    "sign-care-of": "℅gauntlet-climbed.GOOD".encode(),
    "sign-cada-una": "℆gauntlet-climbed.GOOD".encode(),
    # The nearest character of an old code page is a separator, or a full stop.
    "best-fit-division-slash": "..∕gauntlet-climbed.GOOD".encode(),
    "best-fit-fraction-slash": "..⁄gauntlet-climbed.GOOD".encode(),
    "best-fit-big-solidus": "..⧸gauntlet-climbed.GOOD".encode(),
    "best-fit-full-stops": "。｡/gauntlet-climbed.GOOD".encode(),
    "climb-overlong-utf8": b"..\xc0\xafgauntlet-climbed.GOOD",
    "dot-segment-tail": b"gauntlet-climbed.GOOD/.",
    "separator-tail": b"gauntlet-climbed.GOOD/",
    "path-info": b"gauntlet-climbed.GOOD/x.php",  # nginx may hand such an address to PHP
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each spelling."""
    sibling = f"../{_root(profile)}2/gauntlet-climbed.GOOD".encode()  # begins like the root
    return tuple(
        _climbing(profile, spelled(profile, spelling), variant)
        for variant, spelling in {**SPELLINGS, "climb-to-sibling": sibling}.items()
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix climbing segments and separators in front of an honest name."""
    name = honest_name(profile, STEM)
    return filenames.climbs().map(lambda climb: _climbing(profile, climb + name, GENERATED))


def _root(profile: Profile) -> str:
    """Return the name of the storage folder, or the usual one."""
    return PurePath(profile.storage_root).name or "uploads"


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
