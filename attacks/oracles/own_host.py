"""Own host: a name that the client made up is not taken for the server's.

Denies that a host from the request's headers stands in the answer, in a redirect or in a
page, where a shared cache hands it to others; that a header which only a proxy may write
changes the answer; and, where the profile says which names are served, that another is.

The first step is the honest one that the others are compared with.

Blind to
    What a believed address does to rate limits and logs; links in mails.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Demand, Effect, Exchange, Observation, Response, Severity, Verdict
from attacks.oracles.judging import judged

ERROR = 400


def own_host(seen: Observation) -> Verdict:
    """Hold if nothing of a made-up host is in an answer, and nothing changed by it."""
    (_, honest), *rest = seen.pairs()
    effects = (
        effect
        for exchange, step in rest
        if step.response is not None
        for effect in _effects(exchange, step.response, honest.response)
    )
    return judged(effects, (s.failure or "no answer came" for _, s in rest if s.response is None))


def _effects(exchange: Exchange, answer: Response, honest: Response | None) -> Iterator[Effect]:
    names = {value for _, value in exchange.request.headers if b"." in value}
    told = b"\n".join((*answer.header(b"Location"), answer.body))
    refused = answer.status >= ERROR
    if any(name in told for name in names) and not refused:
        yield Effect(
            signature="an answer holds a host that the client made up",
            detail=f"the answer with status {answer.status} names the host of a header",
        )
    elif exchange.demand is Demand.REFUSE and not refused:
        yield Effect(
            signature="a request for another host was served",
            detail=f"the answer has status {answer.status}",
            severity=Severity.LOW,
        )
    elif exchange.demand is Demand.ACCEPT and honest is not None and answer.status != honest.status:
        yield Effect(
            signature="a header that only a proxy may write changed the answer",
            detail=f"status {answer.status} with the header, {honest.status} without it",
            severity=Severity.LOW,
        )
