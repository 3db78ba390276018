"""Entities unexpanded: a document does not make its reader fetch, include or multiply.

Denies that an answer, or a file that is served, holds what only an XML parser could have put
there: the expansion of an entity that the document defines, or a line of a file of the
server's.

Blind to
    A parser that expands entities and shows nobody; what an entity costs; what it fetches from
    the network.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Seen, Severity, Verdict
from attacks.oracles.canaries import ENTITY
from attacks.oracles.files_unread import ACCOUNT
from attacks.oracles.judging import judged, unanswered

EXPANDED = b"".join(ENTITY)


def entities_unexpanded(seen: Observation) -> Verdict:
    """Hold if no answer holds an expansion."""
    effects = (effect for step in seen.steps for effect in _effects(step))
    return judged(effects, unanswered(seen.steps))


def _effects(step: Seen) -> Iterator[Effect]:
    answers = (step.response, step.retrieved, step.refetched)
    bodies = [answer.body for answer in answers if answer]
    if any(ACCOUNT.search(body) for body in bodies):
        yield Effect(
            signature="a file of the server's came back",
            detail="an answer holds the first line of /etc/passwd, which nobody sent",
            control="xxe",
            severity=Severity.CRITICAL,
        )
    if any(EXPANDED in body for body in bodies):
        yield Effect(
            signature="an entity was expanded",
            detail="an answer holds the text of two entities joined, as only a parser joins them",
            control="entity-expansion",
        )
