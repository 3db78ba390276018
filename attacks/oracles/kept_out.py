"""Kept out: an upload that had to be refused is not stored.

Denies one effect: the file of a step that no correct server takes (from a stranger, from another
site, without the proof that a form carries) is kept. Holds for any answer, an error or a
redirect to the login: what counts is that nothing is there afterwards.

Blind to
    Why it was not stored; what the request changed besides a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Demand, Effect, Exchange, Observation, Seen, Stored, Verdict
from attacks.oracles.judging import judged, maybe_stored


def kept_out(seen: Observation) -> Verdict:
    """Hold if no file of a step that had to be refused was stored."""
    must = [(e, s) for e, s in seen.pairs() if e.file is not None and e.demand is Demand.REFUSE]
    gaps = ["nobody could see whether the file was stored" for _, s in must if maybe_stored(s)]
    return judged((effect for pair in must for effect in kept(*pair)), gaps)


def kept(exchange: Exchange, step: Seen) -> Iterator[Effect]:
    """Yield the effect of a file that was stored and must not be."""
    if exchange.file is not None and step.stored is Stored.YES:
        status = step.response.status if step.response else 0
        yield Effect(
            signature="an upload that had to be refused was stored",
            detail=f"the file of {exchange.actor} was stored, and answered with {status}",
        )
