"""Session ended: after the logout, the cookie of the session opens nothing.

Compares the same page asked for by the same cookie before and after the logout, and by nobody.

Blind to
    A page that says the same to everybody; a session that ends later, by itself.
"""

from __future__ import annotations

from attacks.model import Demand, Effect, Observation, Verdict
from attacks.oracles.judging import at_a_glance, judged

SUCCESS = range(200, 300)


def session_ended(seen: Observation) -> Verdict:
    """Hold if the page that the session opened is closed to it after the logout."""
    answers = [(e.demand, s.response) for e, s in seen.pairs()]
    if any(answer is None for _, answer in answers):
        return judged((), ["no answer came"])
    before = [at_a_glance(a) for demand, a in answers if demand is Demand.ACCEPT]
    after = [at_a_glance(a) for demand, a in answers if demand is Demand.REFUSE]
    stranger = at_a_glance(answers[-1][1])
    if not after:
        return judged(())
    if not before or before[0][0] not in SUCCESS or before[0] == stranger:
        return judged((), ["the page says the same to a session and to nobody"])
    effects = (
        Effect(
            signature="a session works on after its logout",
            detail=f"the cookie is answered with {status}, as before the logout",
        )
        for status, form in after
        if (status, form) != stranger and status in SUCCESS
    )
    return judged(effects)
