"""A body that arrives slowly, or whose sender is gone before its end.

What it does
    Sends an honest form in eight pieces with a tenth of a second between them; ends its half of
    the connection behind the body, in the middle of it, or right behind the headers; stops inside
    a chunk. No variant lasts longer than two seconds.

Why it works
    Some servers hand an application what has arrived so far as if it were all (gunicorn and granian
    do not report that a client has left), so that half a file is stored as a whole one. A server
    with a short patience drops honest visitors on slow lines.

Expected defence
    A body that arrives late is taken whole, or refused by a limit on time; one that breaks off is
    an error, and nothing of it is kept. How long a server waits for a silent client is not
    measured.

References
    - CWE-354, CWE-636
    - OWASP ASVS v5.0.0-16.5.3, v5.0.0-2.2.1; WSTG-BUSL-01
    - RFC 9112, section 8; RFC 9293, section 3.6
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Capability,
    Demand,
    Exchange,
    Framing,
    Probe,
    Profile,
    Severity,
    Weight,
)
from attacks.oracles.fails_closed import fails_closed
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.strategies.cuts import cut
from attacks.strategies.multipart import honest_form, plain_file
from attacks.uploads import honest, post

PIECES = 8
PAUSE = 0.1
SLOWEST = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a body arrives, and how much of it."""

    share: float = 1.0
    pause: float | None = None
    half_close: bool = False
    framing: Framing = Framing.DECLARED


WAYS = {
    # a slow line, and one on which nothing happens for a while
    "slow": Way(pause=PAUSE),
    "slow-in-chunks": Way(pause=PAUSE, framing=Framing.CHUNKED),
    # the client has said all and waits: legal, but some take it for gone
    "half-closed-behind-body": Way(half_close=True),
    "half-closed-slow": Way(pause=PAUSE, half_close=True),
    # gone before the end
    "gone-behind-headers": Way(share=0.0, half_close=True),
    "gone-in-the-middle": Way(share=0.5, half_close=True),
    "gone-before-last-byte": Way(share=0.999, half_close=True),
    "gone-slowly": Way(share=0.9, pause=PAUSE, half_close=True),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way."""
    return tuple(_arriving(profile, way, variant) for variant, way in WAYS.items())


def _arriving(profile: Profile, way: Way, variant: str = GENERATED) -> Probe:
    file = plain_file(profile)
    whole = honest_form(profile, file).body().to_bytes()
    sent = whole[: int(way.share * len(whole))]
    request = replace(
        post(profile, honest_form(profile, file)),
        body=cut(sent, range(0, len(whole), len(whole) // PIECES + 1)) if sent else Body(),
        pause=way.pause,
        half_close=way.half_close,
        framing=way.framing,
        declared=b"%d" % len(whole) if way.framing is Framing.DECLARED else None,
    )
    demand = Demand.EITHER if len(sent) == len(whole) else Demand.REFUSE
    return Probe(steps=(Exchange(request=request, file=file, demand=demand),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Let any share of the body arrive, at any pace."""
    ways = st.builds(
        lambda share, pause: Way(share=share, pause=pause, half_close=True),
        st.floats(0, 0.98),
        st.none() | st.floats(0, SLOWEST),
    )
    return ways.map(lambda way: _arriving(profile, way))


ATTACK = Attack(
    id="framing.arrival",
    title="Body that arrives slowly, or not to its end",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(354, 636),
    asvs=("v5.0.0-16.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-01",),
    oracles=(fails_closed, stored_bytes_equal_sent),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.SOCKET}),
    weight=Weight.HEAVY,  # of time
)
