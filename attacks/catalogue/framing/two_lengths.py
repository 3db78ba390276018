"""A request that tells its length twice.

What it does
    Sends an honest form with two lengths: two Content-Length headers, or one beside a chunked
    transfer coding that is plain, misspelt or hidden by white space. Where one of the two ends
    the body early, what follows is a second request, which uploads another file.

Why it works
    A proxy that goes by one length and a server that goes by the other see different requests in
    the same bytes: the second one passes the proxy as data and reaches the application as a
    request that nobody checked, with the next visitor's answer (request smuggling).

Expected defence
    Different lengths, and a coding that cannot be read, are refused and the connection is closed.
    A length beside a readable coding may be refused too, or the coding decides and the connection
    is closed. Nothing behind the end is taken for a request.

References
    - CWE-444, CWE-436
    - OWASP ASVS v5.0.0-4.2.1, v5.0.0-2.2.1; WSTG-INPV-15
    - RFC 9112, sections 5.1, 6.1 to 6.3 and 11.2
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Capability,
    Demand,
    Exchange,
    Header,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.fails_closed import fails_closed
from attacks.oracles.no_stowaway import no_stowaway
from attacks.strategies.framing import CLOSE, inner_request, literal, stowaway
from attacks.uploads import honest
from attacks.wire.chunked import CODED, halves

LENGTH = b"Content-Length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Headers with marks in place of the two lengths, and where the body ends by the coding."""

    headers: tuple[Header, ...]
    chunked: bool = True
    """Whether the body is in chunks; else it is plain."""
    smuggles: bool = False
    demand: Demand = Demand.REFUSE


WHOLE, SHORT = b"<whole>", b"<short>"
CODINGS = (
    (b"Transfer-Encoding ", b"chunked"),
    (b"Transfer-Encoding", b"\x0bchunked"),
    (b"Transfer-Encoding", b"xchunked"),
    (b"Transfer-Encoding", b"chunked, identity"),
    (b"Transfer-Encoding", b"identity, chunked-"),
    (b"\tTransfer-Encoding", b"chunked"),
    (b"Transfer_Encoding", b"chunked"),
)
ROWS = {
    # RFC 9112, 6.3: an unrecoverable error
    "lengths-differ": Row(headers=((LENGTH, WHOLE), (LENGTH, SHORT)), chunked=False),
    "lengths-differ-swapped": Row(headers=((LENGTH, SHORT), (LENGTH, WHOLE)), chunked=False),
    # may be taken for one
    "lengths-agree": Row(
        headers=((LENGTH, WHOLE), (LENGTH, WHOLE)), chunked=False, demand=Demand.EITHER
    ),
    # the coding decides, or the request is refused
    "length-and-coding": Row(headers=((LENGTH, WHOLE), CODED), demand=Demand.EITHER),
    "coding-and-length": Row(headers=(CODED, (LENGTH, WHOLE)), demand=Demand.EITHER),
    # the coding ends the body, the length takes in a second request
    "length-hides-request": Row(
        headers=((LENGTH, WHOLE), CODED), smuggles=True, demand=Demand.EITHER
    ),
    # a coding that only one of two readers sees
    "coding-space-before-colon": Row(headers=((LENGTH, WHOLE), CODINGS[0]), smuggles=True),
    "coding-vertical-tab": Row(headers=((LENGTH, WHOLE), CODINGS[1]), smuggles=True),
    "coding-unknown": Row(headers=((LENGTH, WHOLE), CODINGS[2]), smuggles=True),
    "coding-not-last": Row(headers=((LENGTH, WHOLE), CODINGS[3]), smuggles=True),
    "coding-folded-name": Row(headers=((LENGTH, WHOLE), CODINGS[5]), smuggles=True),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each pair of lengths."""
    return tuple(_told_twice(profile, row, variant) for variant, row in ROWS.items())


def _told_twice(profile: Profile, row: Row, variant: str = GENERATED) -> Probe:
    (step,) = honest(profile).steps
    plain = step.request.body.to_bytes()
    pieces = halves(plain).pieces() if row.chunked else (plain,)
    hidden = stowaway(profile)
    behind = (inner_request(profile, hidden.request),) if row.smuggles else ()
    lengths = {WHOLE: sum(map(len, pieces + behind)), SHORT: len(plain) // 2}
    headers = tuple((n, b"%d" % lengths[v] if v in lengths else v) for n, v in row.headers)
    request = literal(
        step.request, headers if row.smuggles else (*headers, CLOSE), *pieces, *behind
    )
    files = (hidden.file,) if row.smuggles and hidden.file else ()
    exchange = Exchange(request=request, file=step.file, demand=row.demand, stowaways=files)
    return Probe(steps=(exchange,), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix misspelt codings with a length, in either order, with or without a second request."""
    headers = st.sampled_from(CODINGS).flatmap(lambda c: st.permutations((c, (LENGTH, WHOLE))))
    rows = st.builds(
        lambda pair, more: Row(headers=tuple(pair), smuggles=more), headers, st.booleans()
    )
    return rows.map(lambda row: _told_twice(profile, row))


ATTACK = Attack(
    id="framing.two-lengths",
    title="Request that tells its length twice",
    severity=Severity.HIGH,
    controls=("malformed-multipart",),
    cwe=(444, 436),
    asvs=("v5.0.0-4.2.1", "v5.0.0-2.2.1"),
    wstg=("WSTG-INPV-15",),
    oracles=(fails_closed, no_stowaway),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.SOCKET}),
)
