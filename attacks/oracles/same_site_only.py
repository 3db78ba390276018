"""Same site only: what another site starts changes nothing.

Denies that a request which a browser marks as coming from elsewhere stores, removes or replaces
a file. Where the form carries a token that another site cannot know, that is a second line
of defence, and its absence is of low severity; where it carries none, this was the only line.

Blind to
    Cookies that a browser would not send along (``SameSite``); whether the token is checked,
    which the attack on forged requests asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from attacks.model import Demand, Effect, Observation, Severity, Verdict
from attacks.oracles.judging import judged
from attacks.oracles.kept_out import kept, kept_out
from attacks.oracles.touching import touches
from attacks.oracles.untouched import changed, untouched


def same_site_only(seen: Observation) -> Verdict:
    """Hold if no request from another site had an effect."""
    severity = Severity.LOW if seen.profile.tokens else Severity.HIGH
    gaps = (verdict.reason for verdict in (kept_out(seen), untouched(seen)))
    return judged((replace(e, severity=severity) for e in _effects(seen)), gaps)


def _effects(seen: Observation) -> Iterator[Effect]:
    for exchange, step in seen.pairs():
        if exchange.demand is Demand.REFUSE:
            yield from kept(exchange, step)
    for touch in touches(seen):
        yield from changed(touch)
