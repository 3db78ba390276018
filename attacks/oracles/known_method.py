"""Known method: a method that nobody foresaw is refused.

Denies that a request whose method a form never has, ``TRACE`` or a word that means nothing, is
answered with success, or that the answer repeats the request's headers, cookies among them.

Blind to
    What methods do that an interface may well have: ``PUT``, ``PATCH``, ``DELETE``.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Exchange, Observation, Response, Verdict
from attacks.oracles.judging import judged

KNOWN = {b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS"}
ERROR = 400
TELLING = 8  # bytes of a value that do not come up by chance


def known_method(seen: Observation) -> Verdict:
    """Hold if no step with an unknown method was answered with success."""
    odd = [(e, s.response) for e, s in seen.pairs() if e.request.method not in KNOWN]
    return judged(effect for e, answer in odd if answer for effect in _effects(e, answer))


def _effects(exchange: Exchange, answer: Response) -> Iterator[Effect]:
    method = exchange.request.method.decode("latin-1")
    values = [value for _, value in exchange.request.headers if len(value) >= TELLING]
    if any(value in answer.body for value in values):
        yield Effect(
            signature="an answer repeats the headers of the request",
            detail=f"{method} is answered with what was sent",
        )
    elif answer.status < ERROR:
        yield Effect(
            signature="an unknown method was answered with success",
            detail=f"{method} is answered with {answer.status}",
        )
