"""Cut-independent: what becomes of a body does not depend on how its bytes are cut.

Denies that one of several deliveries of a form (the steps of a probe, which differ in how the
body is cut and in the file's name) ends otherwise than the first: refused where that one is stored,
lost, or stored with bytes that were not sent. Whether the outcome itself is right is for others to
judge.

Blind to
    A flaw that hits every cutting alike; changes inside files that the target writes anew.
"""

from __future__ import annotations

from attacks.model import Effect, Exchange, Observation, Seen, Stored, Verdict
from attacks.oracles.judging import judged, kept_files, served

REFUSED, LOST, KEPT, CHANGED = "refused", "lost", "stored as it was sent", "stored with other bytes"


def cut_independent(seen: Observation) -> Verdict:
    """Hold if every step ends as the first one did."""
    outcomes = [_outcome(*pair) for pair in seen.pairs()]
    first = outcomes[0]
    effects = [_effect(first, each) for each in outcomes if first and each and each != first]
    gaps = ["nobody could see what became of the file" for each in outcomes if not each]
    return judged(effects, gaps)


def _outcome(exchange: Exchange, step: Seen) -> str:
    """Return what became of the file; empty where that cannot be told."""
    if step.refused or step.stored is Stored.NO:
        return REFUSED if step.refused or step.response is None else LOST
    if exchange.file is None or step.stored is Stored.UNSEEN:
        return ""
    sent, answer = exchange.file.content, served(step)
    kept = {change.sha256 for change in kept_files(step)}
    if sent.sha256() in kept or (answer is not None and answer.body == sent.to_bytes()):
        return KEPT
    return CHANGED if kept or answer is not None else ""


def _effect(first: str, other: str) -> Effect:
    changed = CHANGED in {first, other}
    what = f"was {CHANGED} in one cutting only" if changed else "was taken in one cutting only"
    return Effect(
        signature=f"a form {what}",
        detail=f"the first delivery was {first}, and the same form cut otherwise was {other}",
    )
