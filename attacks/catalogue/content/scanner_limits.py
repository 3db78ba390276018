"""Known malware in a file that is too much for the scanner.

What it does
    Uploads the EICAR string with so much behind it that a scanner may give up: up to the
    largest file that the target takes, and, where archives are accepted, below many levels of
    them.

Why it works
    Every scanner has limits, and what lies beyond them is not found: the verdict is an error,
    a timeout, or a "clean" that means "not looked at". A target that counts only what was found
    as a reason to refuse is open to whoever makes the scanner fail.

Expected defence
    Only a verdict lets a file through. An error, a timeout, a limit or an unknown answer keeps
    it unavailable.

References
    - CWE-636, CWE-754, CWE-509
    - OWASP ASVS v5.0.0-16.5.2, v5.0.0-16.5.3, v5.0.0-5.4.3; WSTG-BUSL-09, WSTG-ERRH-01
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.content.malware_test_file import INFECTED
from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Capability,
    Confidence,
    Demand,
    Fill,
    Probe,
    Profile,
    Sample,
    Severity,
    Weight,
)
from attacks.oracles.canaries import EICAR
from attacks.oracles.malware_withheld import malware_withheld
from attacks.strategies.archives import nested
from attacks.strategies.typed import TEXTS, holding, honest_each, of_types

KIB = 1024
# ClamAV looks no further than 100 megabytes into a file, and takes 100 over a socket; 25 until
# version 1.0. Others stop earlier.
SIZES = (128 * KIB, 1024 * KIB, 27 * KIB * KIB)
UNKNOWN_LIMIT = 2 * KIB * KIB
DEEP = nested(20, INFECTED)  # ClamAV goes 17 down


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each size that the target takes, its largest, and a deep archive."""
    largest = (profile.limits.file or UNKNOWN_LIMIT) - 1
    sizes = {f"{size // KIB}-kib": size for size in SIZES if size < largest}
    texts = (
        _padded(profile, sample, size, name)
        for sample in of_types(profile, *TEXTS)[:1]
        for name, size in {**sizes, "largest": largest}.items()
    )
    return (*texts, *_nested(profile))


def _padded(profile: Profile, sample: Sample, size: int, variant: str = GENERATED) -> Probe:
    body = Body((EICAR, Fill(pattern=b"\n", size=size - len(EICAR))))
    return holding(profile, sample, body, variant=variant, demand=Demand.EITHER)


def _nested(profile: Profile) -> tuple[Probe, ...]:
    return tuple(
        holding(profile, sample, DEEP, variant="twenty-archives", demand=Demand.EITHER)
        for sample in of_types(profile, "zip")
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw a size up to the largest."""
    if not of_types(profile, *TEXTS):
        return st.nothing()
    largest = (profile.limits.file or UNKNOWN_LIMIT) - 1
    text = of_types(profile, *TEXTS)[0]
    sizes = st.integers(2 * len(EICAR), largest)
    return sizes.map(lambda size: _padded(profile, text, size))


ATTACK = Attack(
    id="content.scanner-limits",
    title="A file that is too much for the scanner",
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    controls=("scan-fail-closed",),
    cwe=(636, 754, 509),
    asvs=("v5.0.0-16.5.2", "v5.0.0-16.5.3", "v5.0.0-5.4.3"),
    wstg=("WSTG-BUSL-09", "WSTG-ERRH-01"),
    oracles=(malware_withheld,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *TEXTS, "zip"),
    needs=frozenset({Capability.RETRIEVE}),
    weight=Weight.HEAVY,
)
