"""Session rotated: who logs in gets a session that nobody knew before.

Denies that a login takes over the identifier that the request brought, and that the session of
before the login goes on. The first is told by ``Set-Cookie``, or by a page that the old cookie
opens afterwards like it did, or like it does for somebody who is logged in.

Blind to
    Identifiers that travel in a URL or in a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import NOBODY, Demand, Effect, Exchange, Observation, Seen, Verdict
from attacks.oracles.cookies import cookies_sent, cookies_set
from attacks.oracles.judging import at_a_glance, judged
from attacks.oracles.touching import logins

SUCCESS = range(200, 300)


def session_rotated(seen: Observation) -> Verdict:
    """Hold if the login sets a new identifier, and the one before opens nothing."""
    entered = logins(seen)
    done = all(any(cookies_set(step.response)) for _, step in entered)
    effects = [effect for pair in entered for effect in _kept(seen, *pair)]
    effects = effects or list(_alive(seen, done=done))
    return judged(effects, [] if done else ["the login set no cookie"])


def _kept(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    given = seen.profile.headers.get(exchange.actor, ())
    brought = cookies_sent((*exchange.request.headers, *given))
    for cookie in cookies_set(step.response):
        if cookie.value and brought.get(cookie.name) == cookie.value:
            yield Effect(
                signature="a login keeps the session identifier that it was given",
                detail=f"{cookie.name} has the value that the request brought",
            )


def _alive(seen: Observation, *, done: bool) -> Iterator[Effect]:
    """Yield what a cookie of before the login opens that a stranger is not shown.

    Unless the login is *done*, only an identifier that the client made up tells anything.
    """
    glances = [(e, at_a_glance(s.response)) for e, s in seen.pairs()]
    stranger = [g for e, g in glances if e.demand is Demand.EITHER and e.request.method == b"GET"]
    for exchange, (status, form) in glances:
        old = exchange.demand is Demand.REFUSE and (done or exchange.actor == NOBODY)
        if old and status in SUCCESS and (status, form) not in stranger:
            yield Effect(
                signature="a session of before the login is good after it",
                detail=f"the old cookie is answered with {status}",
            )
