"""More downloads in a minute than anybody may have.

What it does
    One person stores a file and fetches it once more often than the profile says a minute
    allows, with headers that name other client addresses in every second request.

Why it works
    A download costs more than the request for it: bandwidth, a read of the whole file, a
    worker. Without a limit one account copies everything, or keeps everybody else out.

Expected defence
    Two counts, for the person and for the address that the connection comes from, answered with
    429 and ``Retry-After``.

References
    - CWE-770, CWE-799
    - OWASP ASVS v5.0.0-2.4.1; WSTG-BUSL-05
    - RFC 6585, section 4
"""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice

from hypothesis import strategies as st

from attacks.model import (
    OTHER,
    Attack,
    Capability,
    Demand,
    Exchange,
    Header,
    Probe,
    Profile,
    Severity,
    Weight,
)
from attacks.oracles.rate_limited import rate_limited
from attacks.uploads import honest, honest_file, upload
from attacks.visits import CANARY, any_of, asking

MOST = 1000  # requests that are worth the time
SOURCES: tuple[tuple[Header, ...], ...] = (
    (),
    ((b"X-Forwarded-For", b"2001:db8::1"),),
    (),
    ((b"Forwarded", b'for="[2001:db8::2]"'),),
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a flood; nothing where the limit is not known, or high."""
    limit = profile.limits.downloads_per_minute
    if limit is None or limit > MOST:
        return ()
    first = upload(profile, honest_file(profile, CANARY), actor=OTHER)
    *asked, last = (_asking(headers) for headers in islice(cycle(SOURCES), limit + 1))
    last = replace(last, demand=Demand.REFUSE)
    return (Probe(steps=(first, *asked, last), variant="flood"),)


def _asking(headers: tuple[Header, ...]) -> Exchange:
    return asking("{url}", about=0, actor=OTHER, headers=headers)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Flood again: the minute is used up by now."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="serving.download-rate",
    title="More downloads in a minute than anybody may have",
    severity=Severity.LOW,
    controls=("download-limits",),
    cwe=(770, 799),
    asvs=("v5.0.0-2.4.1",),
    wstg=("WSTG-BUSL-05",),
    oracles=(rate_limited,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE, Capability.TWO_ACTORS}),
    weight=Weight.HEAVY,
)
