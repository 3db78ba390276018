"""Addresses of files that tell about each other.

What it does
    Uploads the same file four times, and compares the addresses.

Why it works
    A number that counts up, a time or a digest of the name is an invitation to try the next
    one. Where a check of the owner is missing somewhere, or a link is meant to be all that one
    needs, the address is the only secret.

Expected defence
    Ids of 128 bits or more from a generator made for secrets. That is beside a check of the owner
    and never instead of it.

References
    - CWE-340, CWE-338
    - OWASP ASVS v5.0.0-11.5.1; WSTG-ATHZ-04
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Capability, Confidence, Probe, Profile, Severity, Weight
from attacks.oracles.unguessable_ids import unguessable_ids
from attacks.strategies import filenames
from attacks.uploads import honest, honest_file, upload
from attacks.visits import CANARY, is_known

UPLOADS = 4


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the same upload four times; nothing where files are everybody's."""
    return (_alike(profile, CANARY, variant="same-file"),) if is_known(profile) else ()


def _alike(profile: Profile, stem: str, *, variant: str) -> Probe:
    step = upload(profile, honest_file(profile, stem))
    return Probe(steps=(step,) * UPLOADS, variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Do it under any harmless name."""
    names = filenames.stems().map("gauntlet-{}".format)
    return names.map(lambda stem: _alike(profile, stem, variant="generated"))


ATTACK = Attack(
    id="access.guessable-id",
    title="Addresses of files that can be guessed",
    severity=Severity.MEDIUM,
    controls=("unguessable-id",),
    cwe=(340, 338),
    asvs=("v5.0.0-11.5.1",),
    wstg=("WSTG-ATHZ-04",),
    oracles=(unguessable_ids,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    confidence=Confidence.MEDIUM,
    needs=frozenset({Capability.RETRIEVE}),
    weight=Weight.HEAVY,
)
