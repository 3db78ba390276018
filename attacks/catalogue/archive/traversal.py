r"""Members whose names lead out of the folder that they are unpacked to.

What it does
    Uploads archives with a member called ``../..``, with an absolute path, a drive, backslashes,
    a NUL. Each would land at one known place outside, and it is looked for; and so is the
    archive itself, for somebody may unpack it later.

Why it works
    The names in an archive are bytes that its maker chose. An unpacker that joins them to its
    folder writes wherever they lead (zip slip), and some that are careful on one system are not
    on another.

Expected defence
    An archive with such a member is refused whole. Who has to unpack gives the members names of
    its own.

References
    - CWE-22, CWE-23, CWE-36
    - OWASP ASVS v5.0.0-5.3.3, v5.0.0-5.3.2; WSTG-BUSL-09, WSTG-BUSL-08, WSTG-ATHZ-01
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Confidence, Demand, Probe, Profile, Sample, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.archives import named
from attacks.strategies.typed import holding, honest_each, of_types

WITNESS = "gauntlet-slip.txt"
CLIMB = "../" * 12
# What stands in front of the path to the witness, written without its root.
FRONTS = {
    "climb": CLIMB,
    "climb-behind-folder": "a/" + CLIMB,
    "absolute": "/",
    "absolute-dot": "/./",
    "drive": "C:/",
    "drive-relative": "C:",
    "backslashes": CLIMB.replace("/", "\\"),
    "network": "\\\\localhost\\share\\",
    "nul": "a.txt\0/" + CLIMB,
    "dot-folder": "./",
    "empty-folder": "a//",
}
# A good name, but to whoever takes the names of members for parts of URLs.
ENCODED = {
    "climb-encoded": CLIMB.replace(".", "%2e").replace("/", "%2f"),
    "climb-encoded-twice": "%252e%252e%252f" * 12,
}
PIECES = ("../", "..\\", "a/", "./", "/", "//", ".../", "....//", "%2e%2e%2f", "C:/", " /", "\t/")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each way out."""
    return tuple(
        _slipping(profile, sample, front, variant)
        for sample in of_types(profile, "zip")
        for variant, front in {**FRONTS, **ENCODED}.items()
    )


def _slipping(profile: Profile, sample: Sample, front: str, variant: str = GENERATED) -> Probe:
    witness = Path(tempfile.gettempdir()).resolve() / WITNESS
    path = witness.relative_to(witness.anchor).as_posix()
    if "\\" in front:
        path = path.replace("/", "\\")
    content = named(b"honest.txt", (front + path).encode())
    return holding(
        profile,
        sample,
        content,
        variant=variant,
        demand=Demand.EITHER if variant in ENCODED else Demand.REFUSE,
        witnesses=(str(witness),),
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix what leads out."""
    samples = of_types(profile, "zip")
    if not samples:
        return st.nothing()
    pieces = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
    return pieces.map(lambda front: _slipping(profile, samples[0], front + CLIMB))


ATTACK = Attack(
    id="archive.traversal",
    title="Members that leave their folder",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("archive-traversal",),
    cwe=(22, 23, 36),
    asvs=("v5.0.0-5.3.3", "v5.0.0-5.3.2"),
    wstg=("WSTG-BUSL-09", "WSTG-BUSL-08", "WSTG-ATHZ-01"),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
)
