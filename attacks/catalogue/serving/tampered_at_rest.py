"""A stored file that is damaged on disk.

What it does
    Stores a file, changes its last byte on disk, and fetches it back, whole and in part. Only
    done to a target that is thrown away.

Why it works
    Whoever gets at the disk by another way (a backup, a neighbour on the same machine, a path
    that escapes elsewhere) changes what everybody trusts, and a failing disk does so for free.
    A check at the upload does not see it.

Expected defence
    The digest is kept apart from the file, and compared before the first byte is sent.

References
    - CWE-354, CWE-353
    - OWASP ASVS v5.0.0-11.4.1, v5.0.0-11.4.3; WSTG-BUSL-03
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    Attack,
    Capability,
    Confidence,
    Header,
    Meddling,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.served_as_stored import served_as_stored
from attacks.uploads import honest
from attacks.visits import any_of, asking, stored_then

ASKED: dict[str, tuple[Header, ...]] = {
    "whole": (),
    "in-part": ((b"Range", b"bytes=0-999"),),
    "compressed": ((b"Accept-Encoding", b"gzip"),),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to fetch the file."""
    if not profile.disposable:
        return ()
    return tuple(meddled(profile, Meddling.FLIP, asked, name) for name, asked in ASKED.items())


def meddled(profile: Profile, how: Meddling, headers: tuple[Header, ...], variant: str) -> Probe:
    """Return a probe that stores a file, meddles with it and fetches it."""
    step = replace(asking("{url}", about=0, headers=headers), meddling=how)
    return stored_then(profile, step, variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw one of the ways."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="serving.tampered-at-rest",
    title="A stored file that is damaged on disk",
    severity=Severity.LOW,
    confidence=Confidence.LOW,  # somebody must have been at the disk
    controls=("integrity-digest",),
    cwe=(354, 353),
    asvs=("v5.0.0-11.4.1", "v5.0.0-11.4.3"),
    wstg=("WSTG-BUSL-03",),
    oracles=(served_as_stored,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.DISK, Capability.RETRIEVE}),
)
