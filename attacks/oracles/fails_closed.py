"""Fails closed: a request that can be read in two ways is refused, and says so.

Denies that an ambiguous or malformed request is stored under one of its readings, and
that it is answered as if all were well while the file is lost. Holds when nothing is
stored and the answer is a refusal: an error status, or what calibration saw this target
answer to an upload that it refuses.

Blind to
    Why a request was refused; what a proxy in front of the target made of it.
"""

from __future__ import annotations

from attacks.model import Confidence, Demand, Effect, Exchange, Observation, Seen, Stored, Verdict
from attacks.oracles.judging import judged, maybe_stored, quoted, text_of
from attacks.oracles.naming import kept_names

ERROR = 400


def fails_closed(seen: Observation) -> Verdict:
    """Hold if each step that must be refused was, and nothing of it was stored."""
    must = [(e, s) for e, s in seen.pairs() if e.demand is Demand.REFUSE]
    gaps = ["nobody could see whether the file was stored" for _, s in must if maybe_stored(s)]
    return judged((f for e, s in must for f in _effects(e, s)), gaps)


def _effects(exchange: Exchange, step: Seen) -> list[Effect]:
    status = step.response.status if step.response else 0
    if step.stored is Stored.YES:
        said = f"stored, and answered with {status or 'nothing'}"
        detail = said + _reading(exchange, step)
        return [Effect(signature="a broken request was stored", detail=detail)]
    if step.stored is Stored.NO and not step.refused and 0 < status < ERROR:
        detail = f"answered with {status}, as if it were well; nothing was stored"
        # Some apps say no by a redirect to their form, which nobody can tell from a yes.
        return [
            Effect(
                signature="a broken request was answered as a success",
                detail=detail,
                confidence=Confidence.MEDIUM,
            )
        ]
    return []


def _reading(exchange: Exchange, step: Seen) -> str:
    """Say which of the rival names was taken, where that shows."""
    if exchange.file is None:
        return ""
    kept = kept_names(step)
    names = (exchange.file.filename, *exchange.file.rivals)
    taken = [name for name in names if text_of(name) in kept]
    return f"; the name taken is {quoted(taken[0])}" if taken else ""
