"""More files than one person may have.

What it does
    One person uploads small files, one after the other, until there is one more than the profile
    says anybody may have.

Why it works
    A limit for each file says nothing about how many: a disk is filled by ten thousand small ones
    as well, and a quota of bytes does not notice files of one byte.

Expected defence
    Bytes and files are counted for each account, in the transaction that makes room for the
    upload. One too many is refused, and nobody else is affected.

References
    - CWE-770
    - OWASP ASVS v5.0.0-5.2.4, v5.0.0-2.3.2; WSTG-BUSL-05
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import OTHER, Attack, Capability, Probe, Profile, Severity, Weight
from attacks.oracles.quota_kept import quota_kept
from attacks.uploads import honest
from attacks.visits import any_of, flood

MOST = 1000  # files that are worth the time


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a flood of one more than the quota; nothing where that is not known, or too many."""
    quota = profile.limits.quota_files
    if quota is None or quota > MOST:
        return ()
    return (Probe(steps=flood(profile, quota + 1, OTHER), variant="one-too-many"),)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Try it again: the quota is used up by now."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.quota",
    title="More files than one person may have",
    severity=Severity.MEDIUM,
    controls=("quota",),
    cwe=(770,),
    asvs=("v5.0.0-5.2.4", "v5.0.0-2.3.2"),
    wstg=("WSTG-BUSL-05",),
    oracles=(quota_kept,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.TWO_ACTORS}),
    weight=Weight.HEAVY,
)
