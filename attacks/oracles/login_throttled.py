"""Login throttled: nobody may guess at a password for ever.

Denies that more attempts at one name than the target allows are all answered alike. Holds when
an answer says that it was too much (429, or 503 with ``Retry-After``), or when the later
answers differ from the first in their status: a lock says no in a way of its own.

Blind to
    A delay; a limit over more than the attempts that were made; a question in the page.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import judged, over_a_limit
from attacks.oracles.rate_limited import said_too_many


def login_throttled(seen: Observation) -> Verdict:
    """Hold if some attempt was answered as one too many."""
    if not over_a_limit(seen):
        return judged(())
    steps = [step for step in seen.steps if step.response is not None]
    if len(steps) < len(seen.steps) and not any(map(said_too_many, steps)):
        return judged((), ["some attempts got no answer"])
    statuses = {step.response.status for step in steps if step.response}
    if any(map(said_too_many, steps)) or len(statuses) > 1:
        return judged(())
    what = "a password could be guessed at without end"
    detail = f"{len(steps)} attempts were all answered with {min(statuses, default=0)}"
    return judged([Effect(signature=what, detail=detail)])
