"""Session rotated: who logs in gets a session that nobody knew before.

Denies that a login takes over the identifier that the request brought, and that the session of
before the login goes on. The first is told by ``Set-Cookie``, or by a page that the old cookie
opens afterwards like it did, or like it does for somebody who is logged in.

Blind to
    Identifiers that travel in a URL or in a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Demand, Effect, Exchange, Observation, Seen, Severity, Verdict
from attacks.oracles.cookies import cookies_sent, cookies_set
from attacks.oracles.judging import judged

SUCCESS = range(200, 300)


def session_rotated(seen: Observation) -> Verdict:
    """Hold if the login sets a new identifier, and the one before opens nothing."""
    logins = [(e, s) for e, s in seen.pairs() if e.request.method == b"POST"]
    after = [s for e, s in seen.pairs() if e.demand is Demand.REFUSE]
    gaps = [reason for pair in logins if (reason := _gap(*pair))]
    effects = [effect for pair in logins for effect in _kept(seen, *pair)]
    return judged([*effects, *(() if gaps or effects else _alive(after))], gaps)


def _gap(_exchange: Exchange, step: Seen) -> str:
    return "" if any(cookies_set(step.response)) else "the login set no cookie"


def _kept(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    given = seen.profile.headers.get(exchange.actor, ())
    brought = cookies_sent((*exchange.request.headers, *given))
    for cookie in cookies_set(step.response):
        if cookie.value and brought.get(cookie.name) == cookie.value:
            yield Effect(
                signature="a login keeps the session identifier that it was given",
                detail=f"{cookie.name} has the value that the request brought",
            )


def _alive(after: list[Seen]) -> Iterator[Effect]:
    for step in after:
        if step.response is not None and step.response.status in SUCCESS and not step.refused:
            yield Effect(
                signature="the session of before the login goes on",
                detail=f"the old cookie is answered with {step.response.status}",
                severity=Severity.MEDIUM,
            )
