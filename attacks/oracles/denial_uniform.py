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

ERROR = 400
VARYING = re.compile(rb"(?=[A-Za-z_-]*[0-9])[0-9A-Za-z_-]{6,}")  # ids and tokens: with a digit
PASSING = {b"date", b"age", b"content-length", b"server", b"retry-after", b"connection"}

Pair = tuple[Exchange, Seen]


def denial_uniform(seen: Observation) -> Verdict:
    """Hold if refusals in a row are alike."""
    must = [pair for pair in seen.pairs() if pair[0].demand is Demand.REFUSE]
    gaps = [reason for pair in must if (reason := _gap(*pair))]
    effects = (e for one, other in pairwise(must) if not gaps for e in _told(one, other))
    return judged(effects, gaps or ([] if must[1:] else ["there are no two refusals to compare"]))


def _gap(exchange: Exchange, step: Seen) -> str:
    if step.response is None:
        return step.failure or "no answer came"
    if step.response.status < ERROR and not step.refused:
        return f"{exchange.actor} was not refused: there is no denial to compare"
    return ""


def _told(one: Pair, other: Pair) -> Iterator[Effect]:
    for what, first, second in zip(
        ("status", "headers", "text"), _blotted(*one), _blotted(*other), strict=True
    ):
        if first != second:
            yield Effect(
                signature=f"the {what} of a refusal tells what exists",
                detail=f"the {what} differs: {str(first)[:200]} and {str(second)[:200]}",
            )


def _blotted(exchange: Exchange, step: Seen) -> tuple[object, object, object]:
    """Return status, headers and text of an answer without what is its own."""
    answer = step.response or Response(status=0)
    words = _asked_for(exchange, step)
    headers = sorted(
        (name.lower(), _blot(value, words))
        for name, value in answer.headers
        if name.lower() not in PASSING
    )
    return answer.status, headers, _blot(answer.body, words)


def _asked_for(exchange: Exchange, step: Seen) -> list[bytes]:
    path = (step.address or exchange.request.path.decode("latin-1")).encode("latin-1", "replace")
    return sorted({path, *path.split(b"/")} - {b""}, key=len, reverse=True)


def _blot(text: bytes, words: list[bytes]) -> bytes:
    for word in words:
        if len(word) > 3:  # noqa: PLR2004 - what is shorter stands in any text
            text = text.replace(word, b"*")
    return VARYING.sub(b"*", text)
