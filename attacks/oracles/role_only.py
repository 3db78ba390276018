"""Role only: what needs a role is refused to all who have another.

Denies that a page or function of another role is answered with success. Holds for an error, and
for a redirect, which may lead to the login.

Blind to
    A function that does its work and then redirects; pages that succeed and say no in words.
"""

from __future__ import annotations

from attacks.model import Demand, Effect, Observation, Verdict
from attacks.oracles.judging import judged

SUCCESS = range(200, 300)


def role_only(seen: Observation) -> Verdict:
    """Hold if no step that must be refused was answered with success."""
    must = [(e, s) for e, s in seen.pairs() if e.demand is Demand.REFUSE]
    effects = (
        Effect(
            signature="a function of another role was open",
            detail=f"{e.request.method.decode('latin-1')} {e.request.path.decode('latin-1')} was "
            f"answered with {s.response.status} to {e.actor}",
        )
        for e, s in must
        if s.response is not None and s.response.status in SUCCESS and not s.refused
    )
    return judged(effects, (s.failure or "no answer came" for _, s in must if s.response is None))
