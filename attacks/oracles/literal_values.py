"""Literal values: a quote in a name, an identifier or a number ends no query.

Denies that a condition which the client wrote into an identifier finds the file, and that a
value that could end a query makes the target fail.

Blind to
    Queries whose failure is caught and answered like an empty result; the time that one takes;
    a query that changes something and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from attacks.model import Effect, Exchange, Observation, Seen, Severity, Verdict
from attacks.oracles.judging import SERVED, judged, quoted, text_of

FAILED = 500
CONDITION = re.compile(r"['\")]\s*(or|and|union|;|--|/\*)|\s(or|and)\s+\S+\s*=", re.IGNORECASE)


def literal_values(seen: Observation) -> Verdict:
    """Hold if no value of the client's was read as part of a query."""
    effects = [effect for exchange, step in seen.pairs() for effect in _of(seen, exchange, step)]
    unanswered = [step for step in seen.steps if step.response is None]
    return judged(effects, [step.failure or "no answer came" for step in unanswered])


def _of(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    asked = unquote(text_of(exchange.request.path))
    status = step.response.status if step.response else 0
    if status >= FAILED:
        yield Effect(
            signature="a value that could end a query made the target fail",
            detail=f"{quoted(asked)} was answered {status}",
            severity=Severity.MEDIUM,
        )
    if CONDITION.search(asked) and _is_file(step, seen, exchange.about):
        yield Effect(
            signature="a condition in an identifier found a file",
            detail=f"{quoted(asked)} was answered with the file",
        )


def _is_file(step: Seen, seen: Observation, about: int | None) -> bool:
    """Tell whether the answer is the file of step *about*."""
    stored = seen.steps[about].retrieved if about is not None else None
    answer = step.response
    if answer is None or stored is None or answer.status not in SERVED:
        return False
    return bool(answer.body) and answer.body == stored.body
