"""More uploads in a minute than anybody may send.

What it does
    One person sends one upload more than the profile says a minute allows; then again, with a
    header in each request that names another client address.

Why it works
    Each request is legal. Where nothing counts them, scanning, decoding and storing are done as
    often as somebody likes; where the count goes by an address that the client wrote itself,
    each request begins a new one.

Expected defence
    Two counts, for the person and for the address that the connection comes from. Too much is
    answered with 429 and ``Retry-After``, before the body is read.

References
    - CWE-799, CWE-770
    - OWASP ASVS v5.0.0-2.4.1, v5.0.0-15.3.4; WSTG-BUSL-05, WSTG-BUSL-07
    - RFC 6585, section 4
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import OTHER, Attack, Capability, Header, Probe, Profile, Severity, Weight
from attacks.oracles.rate_limited import rate_limited
from attacks.uploads import honest
from attacks.visits import any_of, flood

MOST = 1000  # requests that are worth the time
SOURCES: dict[str, tuple[Header, ...]] = {
    "plain": (),
    "x-forwarded-for": ((b"X-Forwarded-For", b"2001:db8::%d"),),
    "forwarded": ((b"Forwarded", b'for="[2001:db8::%d]"'),),
    "x-real-ip": ((b"X-Real-IP", b"2001:db8::%d"),),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a flood from each kind of source; nothing where the limit is not known, or high."""
    limit = profile.limits.uploads_per_minute
    if limit is None or limit > MOST:
        return ()
    return tuple(
        Probe(steps=flood(profile, limit + 1, OTHER, *headers), together=limit + 1, variant=variant)
        for variant, headers in SOURCES.items()
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Flood again: the minute is used up by now."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.rate",
    title="More uploads in a minute than anybody may send",
    severity=Severity.MEDIUM,
    controls=("rate-limit",),
    cwe=(799, 770),
    asvs=("v5.0.0-2.4.1", "v5.0.0-15.3.4"),
    wstg=("WSTG-BUSL-05", "WSTG-BUSL-07"),
    oracles=(rate_limited,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.TWO_ACTORS}),
    weight=Weight.HEAVY,
)
