"""A client that waits to be told to go on: Expect: 100-continue.

What it does
    Announces an upload with ``Expect: 100-continue``: an honest one that is sent anyway, one of
    more bytes than are allowed that is never sent, and an expectation that nobody knows.

Why it works
    The client sends nothing until it is told to. A server that reads the body before it looks at
    the length waits for bytes that do not come, and keeps a worker; one that says "continue" first
    and refuses afterwards has invited the whole body.

Expected defence
    The honest upload is stored. The oversize one is refused on its headers alone, with an answer.
    An unknown expectation is ignored or answered with 417.

References
    - CWE-770
    - OWASP ASVS v5.0.0-5.2.1; WSTG-BUSL-09
    - RFC 9110, section 10.1.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Capability,
    Demand,
    Exchange,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.limit_enforced import limit_enforced
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.uploads import honest

CONTINUE, UNKNOWN = b"100-continue", b"200-ok"
TIMES = 1_000  # over the limit


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the honest upload, the unknown expectation, and what is over a stated limit."""
    plain = (
        _expecting(profile, CONTINUE, variant="sent-anyway"),
        _expecting(profile, UNKNOWN, variant="unknown-expectation"),
    )
    limit = profile.limits.body
    if limit is None:
        return plain
    return (
        *plain,
        _expecting(profile, CONTINUE, announced=limit + 1, variant="one-byte-over"),
        _expecting(profile, CONTINUE, announced=limit * TIMES, variant="far-over"),
    )


def _expecting(
    profile: Profile, value: bytes, *, announced: int = 0, variant: str = GENERATED
) -> Probe:
    (step,) = honest(profile).steps
    request = replace(step.request, headers=(*step.request.headers, (b"Expect", value)))
    if announced:
        request = replace(request, body=Body(), declared=b"%d" % announced)
    demand = Demand.REFUSE if announced else Demand.EITHER
    return Probe(steps=(Exchange(request=request, file=step.file, demand=demand),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Announce anything over the limit, where one is stated."""
    limit = profile.limits.body
    if limit is None:
        return st.sampled_from((CONTINUE, UNKNOWN, b"100-Continue", b"")).map(
            lambda value: _expecting(profile, value)
        )
    return st.integers(limit + 1, limit * TIMES).map(
        lambda size: _expecting(profile, CONTINUE, announced=size)
    )


ATTACK = Attack(
    id="framing.expectation",
    title="Client that waits to be told to go on",
    severity=Severity.LOW,
    controls=("request-body-limit",),
    cwe=(770,),
    asvs=("v5.0.0-5.2.1",),
    wstg=("WSTG-BUSL-09",),
    oracles=(limit_enforced, stored_bytes_equal_sent),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.SOCKET}),
)
