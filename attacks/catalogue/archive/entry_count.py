"""An archive of too many members.

What it does
    Uploads an archive of sixty thousand empty members; where the limit is known, of one more
    than that.

Why it works
    Each member costs its reader an entry in memory, a file, an inode, whatever is in it. Empty
    ones take no room in the archive, so that no limit on sizes sees them.

Expected defence
    The members are counted in the directory, before anything is unpacked.

References
    - CWE-770
    - OWASP ASVS v5.0.0-5.2.3; WSTG-BUSL-09
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Sample, Severity, Weight
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.archives import Member, zipped
from attacks.strategies.typed import holding, honest_each, of_types

FLOOD = 60_000  # what the old end record can count is 65,535
EACH = 90  # bytes that an empty member takes


@cache
def _members(count: int) -> bytes:
    return zipped(Member(name=b"%x" % n, data=b"") for n in range(count))


def _count(profile: Profile) -> int:
    """Return one member more than the limit, or what no limit allows and the target takes."""
    limit, room = profile.limits.entries, profile.limits.file
    most = FLOOD if room is None else min(FLOOD, room // EACH)
    return most if limit is None else min(most, limit + 1)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one archive of too many."""
    return tuple(_flood(profile, sample, 0, "too-many") for sample in of_types(profile, "zip"))


def _flood(profile: Profile, sample: Sample, more: int, variant: str) -> Probe:
    return holding(profile, sample, _members(_count(profile) + more), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw some more."""
    samples = of_types(profile, "zip")
    if not samples:
        return st.nothing()
    return st.integers(0, 9).map(lambda more: _flood(profile, samples[0], more, "generated"))


ATTACK = Attack(
    id="archive.entry-count",
    title="An archive of too many members",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("archive-entry-count",),
    cwe=(770,),
    asvs=("v5.0.0-5.2.3",),
    wstg=("WSTG-BUSL-09",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
    weight=Weight.HEAVY,
)
