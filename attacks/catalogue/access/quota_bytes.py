"""More bytes than one person may have.

What it does
    One person uploads files that each are within the limit, until together they are more than the
    profile says anybody may have.

Why it works
    A limit for each file, and one for the number of files, multiply: a thousand files of sixteen
    megabytes fill most disks. What is counted late, or only for files that were accepted once, is
    passed while nobody looks.

Expected defence
    The declared size is reserved before the body is read, and the true one takes its place. What
    would be too much is refused, and nobody else is affected.

References
    - CWE-770
    - OWASP ASVS v5.0.0-5.2.4, v5.0.0-2.3.2; WSTG-BUSL-05
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    OTHER,
    Attack,
    Capability,
    Demand,
    Probe,
    Profile,
    Severity,
    Weight,
)
from attacks.oracles.bytes_kept_in_quota import bytes_kept_in_quota
from attacks.strategies.contents import roomy
from attacks.uploads import honest, upload

MOST = 20_000_000  # bytes that are worth the time
SHARES = (2, 6)  # into how many files the quota is cut


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return files that are too much together; nothing where the quota is not known, or large."""
    return tuple(_shared(profile, shares, "one-too-many") for shares in _possible(profile)[:1])


def _possible(profile: Profile) -> tuple[int, ...]:
    """Return the numbers of files that can pass the quota, each within its own limit."""
    quota, largest = profile.limits.quota_bytes, profile.limits.file or profile.limits.body or MOST
    if quota is None or quota > MOST:
        return ()
    return tuple(shares for shares in range(*SHARES) if quota // shares < largest * 9 // 10)


def _shared(profile: Profile, shares: int, variant: str = GENERATED) -> Probe:
    """Return one file more than *shares*, each with its share of nearly all of the quota."""
    size = (profile.limits.quota_bytes or 0) * 9 // 10 // shares
    file = roomy(profile, size)
    steps = [upload(profile, file, actor=OTHER)] * shares
    last = upload(profile, file, actor=OTHER, demand=Demand.REFUSE)
    return Probe(steps=(*steps, last), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Cut the quota into other numbers of files; it may be used up by now."""
    possible = _possible(profile)
    return (
        st.sampled_from(possible).map(lambda n: _shared(profile, n)) if possible else st.nothing()
    )


ATTACK = Attack(
    id="access.quota-bytes",
    title="More bytes than one person may have",
    severity=Severity.MEDIUM,
    controls=("quota",),
    cwe=(770,),
    asvs=("v5.0.0-5.2.4", "v5.0.0-2.3.2"),
    wstg=("WSTG-BUSL-05",),
    oracles=(bytes_kept_in_quota,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.TWO_ACTORS}),
    weight=Weight.HEAVY,
)
