"""No server error: nothing that a client sends makes the target fail.

Denies a status of 500 and above in any answer: to the upload, to fetching the file back,
to the honest request afterwards. A 503 or 507 used as a refusal counts too: what a client sent
wrong is answered in the four hundreds. Only a framing that we wrote by hand may be answered with
501, which RFC 9112, section 6.1, asks for where a transfer coding is unknown.

A file that we changed on disk ourselves may be answered so: the target did not do it.

Blind to
    Errors that are caught and answered with another status; a connection that is closed
    without any answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import (
    HELD,
    Effect,
    Exchange,
    Framing,
    Observation,
    Response,
    Seen,
    Severity,
    Verdict,
)
from attacks.oracles.judging import judged

FAILED = 500
NOT_IMPLEMENTED = 501


def no_server_error(seen: Observation) -> Verdict:
    """Hold if no answer has a status of 500 or above."""
    if any(step.meddling for step in seen.probe.steps):
        return HELD
    return judged(
        Effect(
            signature=f"{what} was answered {answer.status}",
            detail=f"{what} was answered with status {answer.status}",
            severity=Severity.LOW,  # a fault that was not foreseen; the harm is another oracle's
        )
        for what, answer in _answers(seen)
        if answer is not None and answer.status >= FAILED
    )


def _answers(seen: Observation) -> Iterator[tuple[str, Response | None]]:
    for exchange, step in seen.pairs():
        if not _asked_for(exchange, step):
            yield "an upload", step.response
        yield "fetching back", step.retrieved
        yield "fetching back", step.refetched
    yield "an honest request", seen.honest


def _asked_for(exchange: Exchange, step: Seen) -> bool:
    """Return whether the answer is the one that HTTP has for a framing that is not implemented."""
    by_hand = exchange.request.framing is Framing.LITERAL
    return by_hand and step.response is not None and step.response.status == NOT_IMPLEMENTED
