"""Denial uniform: what exists and is refused is answered like what does not exist.

Denies that two refusals in a row, of which one is about something real, differ in status, in
their headers or in their text: the difference tells a stranger what exists. What was asked for
is blotted out of both first, and so is what differs between any two answers: dates, request
ids, tokens.

Blind to
    The time that an answer takes; what differs only in a part that was blotted out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from attacks.model import Demand, Effect, Exchange, Observation, Response, Seen, Verdict
from attacks.oracles.judging import judged
from attacks.oracles.rate_limited import said_too_many

ERROR = 400
VARYING = re.compile(rb"(?=[A-Za-z_-]*[0-9])[0-9A-Za-z_-]{6,}")  # ids and tokens: with a digit
WORD = re.compile(rb"[\r\n&=;\"]+")
SHORTEST = 4  # bytes: what is shorter stands in any text
NONE = Response(status=0)
PASSING = {b"date", b"age", b"content-length", b"server", b"retry-after", b"connection"}

Pair = tuple[Exchange, Seen]


def denial_uniform(seen: Observation) -> Verdict:
    """Hold if refusals in a row are alike."""
    must = [pair for pair in seen.pairs() if pair[0].demand is Demand.REFUSE]
    gaps = [reason for pair in must if (reason := _gap(*pair))]
    words = sorted({word for pair in must for word in _own(seen, *pair)}, key=len, reverse=True)
    effects = (e for one, other in pairwise(must) if not gaps for e in _told(one, other, words))
    return judged(effects, gaps)


def _gap(exchange: Exchange, step: Seen) -> str:
    if step.response is None:
        return step.failure or "no answer came"
    if said_too_many(step):
        return "there were too many requests: nobody is told anything"
    if step.response.status < ERROR and not step.refused:
        return f"{exchange.actor} was not refused: there is no denial to compare"
    return ""


def _told(one: Pair, other: Pair, words: list[bytes]) -> Iterator[Effect]:
    answers = (_blotted(step.response or NONE, words) for _, step in (one, other))
    for what, first, second in zip(("status", "headers", "text"), *answers, strict=True):
        if first != second:
            yield Effect(
                signature=f"the {what} of a refusal tells what exists",
                detail=f"the {what} differs: {str(first)[:200]} and {str(second)[:200]}",
            )


def _blotted(answer: Response, words: list[bytes]) -> tuple[object, object, object]:
    """Return status, headers and text of *answer* without *words*."""
    headers = sorted(
        (name.lower(), _blot(value, words))
        for name, value in answer.headers
        if name.lower() not in PASSING
    )
    return answer.status, headers, _blot(answer.body, words)


def _own(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[bytes]:
    """Yield what the request itself brought: an answer may repeat it."""
    path = (step.address or exchange.request.path.decode("latin-1")).encode("latin-1", "replace")
    texts = [path, *path.split(b"/"), *WORD.split(exchange.request.body.to_bytes())]
    texts += [value.encode() for value in seen.profile.secrets.values()]
    yield from (text for text in texts if len(text) >= SHORTEST)


def _blot(text: bytes, words: list[bytes]) -> bytes:
    for word in words:
        text = text.replace(word, b"*")
    return VARYING.sub(b"*", text)
