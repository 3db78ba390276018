"""Several uploads at one moment, with room for one.

What it does
    One person uploads until there is room for one more file, and then sends eight at the same
    moment.

Why it works
    Where usage is read first and written later, all eight read that there is room. The more of
    them, and the slower the upload, the further the quota is passed.

Expected defence
    Check and reservation are one statement, which the database does for one after the other;
    the row counts from the first byte on.

References
    - CWE-362, CWE-367
    - OWASP ASVS v5.0.0-2.3.4, v5.0.0-15.4.2; WSTG-BUSL-05
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import OTHER, Attack, Capability, Probe, Profile, Severity, Weight
from attacks.oracles.quota_kept import quota_kept
from attacks.uploads import honest
from attacks.visits import any_of, flood

MOST = 1000  # files that are worth the time
RACERS = 8


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the race for the last place; nothing where the quota is not known, or too large."""
    quota = profile.limits.quota_files
    if quota is None or not RACERS <= quota <= MOST:
        return ()
    steps = flood(profile, quota - 1 + RACERS, OTHER)
    return (Probe(steps=steps, together=RACERS, variant="room-for-one"),)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Try it again: the quota is used up by now."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.quota-race",
    title="Several uploads at one moment, with room for one",
    severity=Severity.MEDIUM,
    controls=("quota-race",),
    cwe=(362, 367),
    asvs=("v5.0.0-2.3.4", "v5.0.0-15.4.2"),
    wstg=("WSTG-BUSL-05",),
    oracles=(quota_kept,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.TWO_ACTORS}),
    weight=Weight.HEAVY,
)
