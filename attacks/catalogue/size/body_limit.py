"""A request body around and over the limit.

What it does
    Sends bodies of one byte less than the limit, exactly the limit, one byte and one mebibyte
    more, each with a declared length and in chunks; and a length of 100 gigabytes
    with no body behind it.

Why it works
    A limit that looks at Content-Length alone does not see a chunked body, and one that is
    applied after parsing has already paid for the disk. Off-by-one errors sit between
    the two ways to count.

Expected defence
    Over the limit nothing is stored, reading stops near the limit, and the client gets an
    answer (413). Just below it, everything works. A declared length over the limit is
    refused before the body comes.

References
    - CWE-770
    - OWASP ASVS v5.0.0-5.2.1; WSTG-BUSL-09
    - RFC 9110, sections 8.6 and 15.5.14
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Exchange,
    Framing,
    Probe,
    Profile,
    Severity,
    Weight,
)
from attacks.oracles.limit_enforced import limit_enforced
from attacks.strategies.framing import sized
from attacks.uploads import honest, honest_file, post

MEBIBYTE = 1024 * 1024
ABSURD = b"99999999999"
FRAMINGS = (Framing.DECLARED, Framing.CHUNKED)
OFFSETS = {
    # some targets refuse "at" the limit and some "over" it; both are limits
    "limit": (0, Demand.EITHER),
    # the smallest body that is too large
    "limit-plus-1": (1, Demand.REFUSE),
    # too large for whatever a server reads ahead
    "limit-plus-1-mib": (MEBIBYTE, Demand.REFUSE),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each size in each framing; nothing where nobody knows the limit."""
    limit = profile.limits.body
    if limit is None:
        return ()
    made = [
        _of_size(profile, limit + offset, framing, f"{name}-{framing}", demand)
        for name, (offset, demand) in OFFSETS.items()
        for framing in FRAMINGS
    ]
    return (*(each for each in made if each), _absurd(profile))


def _of_size(
    profile: Profile, total: int, framing: Framing, variant: str, demand: Demand
) -> Probe | None:
    made = sized(profile, total)
    if made is None:
        return None
    form, file = made
    request = post(profile, form, framing=framing)
    return Probe(steps=(Exchange(request=request, file=file, demand=demand),), variant=variant)


def _absurd(profile: Profile) -> Probe:
    """Return a request that only announces its body, so that waiting for it is the fault."""
    (step,) = honest(profile).steps
    request = replace(step.request, body=Body(), declared=ABSURD)
    announced = Exchange(request=request, file=honest_file(profile), demand=Demand.REFUSE)
    return Probe(steps=(announced,), variant="absurd-length-no-body")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Exceed the limit by up to 64 KiB; nothing where nobody knows the limit."""
    limit = profile.limits.body
    if limit is None:
        return st.nothing()
    over = st.builds(
        lambda more, framing: _of_size(profile, limit + more, framing, GENERATED, Demand.REFUSE),
        st.integers(1, 64 * 1024),
        st.sampled_from(FRAMINGS),
    )
    return over.map(lambda each: each or _absurd(profile))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the largest bodies that are below the limit for everyone."""
    limit = profile.limits.body
    if limit is None:
        return (honest(profile),)
    below = [
        _of_size(profile, limit - 1, framing, f"limit-minus-1-{framing}", Demand.ACCEPT)
        for framing in FRAMINGS
    ]
    return (honest(profile), *(each for each in below if each))


ATTACK = Attack(
    id="size.body-limit",
    title="Request body over the limit",
    severity=Severity.HIGH,
    controls=("request-body-limit",),
    cwe=(770,),
    asvs=("v5.0.0-5.2.1",),
    wstg=("WSTG-BUSL-09",),
    oracles=(limit_enforced,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
    weight=Weight.HEAVY,
)
