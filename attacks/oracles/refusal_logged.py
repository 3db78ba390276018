"""Refusal logged: whoever reads the log learns of what was refused, and of what was stored.

Denies that an upload, a login or a visit that was refused leaves no line in the log, and that
an upload which was stored leaves none.

Blind to
    What the line says; a log of accesses, which has a line for everything; a refusal that looks
    like a success.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Exchange, Observation, Seen, Severity, Stored, Verdict
from attacks.oracles.judging import judged, unanswered


def refusal_logged(seen: Observation) -> Verdict:
    """Hold if each refusal, and each file that was stored, left a line in the log."""
    effects = (effect for pair in seen.pairs() for effect in _effects(*pair))
    return judged(effects, unanswered(seen.steps))


def _effects(exchange: Exchange, step: Seen) -> Iterator[Effect]:
    if step.log or step.response is None:
        return
    method = exchange.request.method.decode("latin-1")
    if step.refused:
        yield Effect(
            signature="a refusal left no line in the log",
            detail=f"{method} was answered {step.response.status}, and nothing was logged",
        )
    elif exchange.file is not None and step.stored is Stored.YES:
        yield Effect(
            signature="an upload left no line in the log",
            detail=f"a file was stored ({step.response.status}), and nothing was logged",
            severity=Severity.LOW,
        )
