"""Closed to other origins: no answer lets pages of another site read it.

Denies an `Access-Control-Allow-Origin` that names the origin of the request where that is not
the target's own, or `null`, or anybody; with `Access-Control-Allow-Credentials` the answer that
can be read is the victim's own.

Blind to
    An origin that is trusted and was not tried; what JSONP, a WebSocket or a message gives away.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Confidence, Effect, Exchange, Observation, Response, Severity, Verdict
from attacks.oracles.judging import judged, quoted


def closed_to_other_origins(seen: Observation) -> Verdict:
    """Hold if no answer to another origin lets it read."""
    asked = [(e, s.response) for e, s in seen.pairs() if _origin(e)]
    gaps = ["no answer came" for _, answer in asked if answer is None]
    return judged((f for e, answer in asked if answer for f in _effects(e, answer)), gaps)


def _origin(exchange: Exchange) -> bytes:
    found = [v for name, v in exchange.request.headers if name.lower() == b"origin"]
    return found[0] if found else b""


def _effects(exchange: Exchange, answer: Response) -> Iterator[Effect]:
    allowed = [value.strip() for value in answer.header(b"access-control-allow-origin")]
    credentials = b"true" in answer.header(b"access-control-allow-credentials")
    origin = _origin(exchange)
    if origin in allowed:
        yield Effect(
            signature="another origin may read answers"
            + (", the victim's own included" if credentials else ""),
            detail=f"{quoted(origin)} is allowed" + (" with credentials" if credentials else ""),
            severity=None if credentials else Severity.MEDIUM,
        )
    elif b"*" in allowed or b"null" in allowed:
        yield Effect(
            signature="any origin may read answers",
            detail=f"Access-Control-Allow-Origin is {quoted(b', '.join(allowed))}",
            severity=Severity.LOW,  # without a cookie: what anybody can fetch as well
            confidence=Confidence.LOW,
        )
