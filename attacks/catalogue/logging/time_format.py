"""Events that cannot be put in order.

What it does
    Lets an upload be stored, and others be refused, and reads the times in the log.

Why it works
    An investigation joins the logs of many machines. A local time without its offset is wrong
    by hours for half a year, and twice the same in one night; a line without any time says
    nothing of what came first.

Expected defence
    UTC, or a stated offset, in ISO 8601, in every event.

References
    - CWE-223
    - OWASP ASVS v5.0.0-16.2.2, v5.0.0-16.2.4; WSTG-BUSL-07
    - RFC 3339
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.logging._refused import refusals
from attacks.model import Attack, Capability, Confidence, Probe, Profile, Severity
from attacks.oracles.events_dated import events_dated
from attacks.uploads import honest, honest_file, upload
from attacks.visits import any_of


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return an upload that is stored, and one probe for each kind of refusal."""
    steps = {"stored": upload(profile, honest_file(profile)), **refusals(profile)}
    return tuple(Probe(steps=(step,), variant=variant) for variant, step in steps.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw one of them."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="logging.time-format",
    title="Events that cannot be put in order",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("log-time-and-format",),
    cwe=(223,),
    asvs=("v5.0.0-16.2.2", "v5.0.0-16.2.4"),
    wstg=("WSTG-BUSL-07",),
    oracles=(events_dated,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.LOGS}),
)
