"""Composed failure: an error that nobody foresaw is answered like the others.

Denies that an answer of 500 or above comes without a body or a type, that it lacks a header of
protection which the target's pages have.
That it happened at all is denied by ``no_server_error``.

Blind to
    Failures that nobody provoked; what the body says (``no_disclosure`` reads it).
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Response, Seen, Verdict
from attacks.oracles.judging import judged, unanswered

FAILED = 500
PROTECTING = (
    b"content-security-policy",
    b"x-content-type-options",
    b"referrer-policy",
    b"cross-origin-resource-policy",
    b"cache-control",
)


def composed_failure(seen: Observation) -> Verdict:
    """Hold if every failure was answered as a page of the target's own."""
    usual = {name for name in PROTECTING if seen.honest and seen.honest.header(name)}
    failed = [s for s in seen.steps if s.response is not None and s.response.status >= FAILED]
    effects = (f for s in failed if s.response for f in _effects(s, s.response, usual))
    return judged(effects, unanswered(seen.steps))


def _effects(step: Seen, answer: Response, usual: set[bytes]) -> Iterator[Effect]:
    missing = sorted(name for name in usual if not answer.header(name))
    if not answer.header(b"content-type"):
        what = "a failure was left to the server"
        detail = f"{what}: status {answer.status} {step.exception}".rstrip()
        yield Effect(signature=what, detail=detail)
    elif missing:
        yield Effect(
            signature="a failure is answered without the headers of other pages",
            detail=f"status {answer.status} without {b', '.join(missing).decode()}",
        )
