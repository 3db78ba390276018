"""Limit enforced: a request over a limit is refused, early, and told so.

Denies three effects of a probe that is over a limit: its file is stored; the target reads
on past the limit (one mebibyte of grace, for buffers and for draining, so that the client
sees the answer); the connection breaks with no answer at all. Holds for any refusal that
the client can read.

Blind to
    Memory and time; the body bytes of a live target, which only it can count; limits that
    nobody stated or found, as far as reading on is concerned.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import (
    Demand,
    Effect,
    Exchange,
    Observation,
    Profile,
    Request,
    Seen,
    Stored,
    Verdict,
)
from attacks.oracles.judging import judged, maybe_stored

GRACE = 1024 * 1024


def limit_enforced(seen: Observation) -> Verdict:
    """Hold if each step that is over a limit was refused without being read to its end."""
    over = [(e, s) for e, s in seen.pairs() if e.demand is Demand.REFUSE]
    gaps = ["nobody could see whether the file was stored" for _, s in over if maybe_stored(s)]
    return judged((f for e, s in over for f in _effects(seen.profile, e, s)), gaps)


def _effects(profile: Profile, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    size = exchange.request.body.size
    if step.stored is Stored.YES:
        yield Effect(
            signature="an upload over the limit was stored",
            detail=f"a request of {size} bytes was stored",
        )
    limit = _limit(profile)
    taken = step.bytes_read
    if limit is not None and taken is not None and _declared(exchange.request) > limit:
        yield from _read_on(taken, limit)
    if step.response is None and step.failure:
        yield Effect(
            signature="an oversize body got no answer",
            detail=f"{size} bytes were sent and no answer came: {step.failure}",
        )


def _read_on(taken: int, limit: int) -> Iterator[Effect]:
    if taken > limit + GRACE:
        yield Effect(
            signature="a body was read on past the limit",
            detail=f"{taken} bytes were read; the limit is {limit}",
        )


def _limit(profile: Profile) -> int | None:
    """Return how much of one request may be read: the body's limit, else the file's."""
    body = profile.limits.body
    return profile.limits.file if body is None else body


def _declared(request: Request) -> int:
    """Return the size of the body, or what the request says it is, if that is more."""
    said = (request.declared or b"").strip()
    return max(request.body.size, int(said[:20]) if said.isdigit() else 0)
