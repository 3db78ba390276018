"""Run the catalogue's named variants against one target and tell what broke."""

from __future__ import annotations

from dataclasses import dataclass

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.engine import Engine
from attacks.levels import NAMED_ONLY
from attacks.model import Outcome
from attacks.targets.session import Target
from tests.twins import Kill


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What all attacks made of one target."""

    kills: frozenset[Kill]
    held: frozenset[str]
    """Ids of the attacks that held."""
    inconclusive: tuple[tuple[str, str], ...]
    """Ids and reasons of the attacks that proved nothing."""
    problems: tuple[str, ...]


def row(target: Target, pattern: tuple[str, ...] = ()) -> Row:
    """Return the kills of every attack (or those of *pattern*) on *target*."""
    attacks = [a for a in catalogue.load() if not pattern or a.id in pattern]
    with target.open() as session:
        profile = calibrate(session, target.hints)
        engine = Engine(target=target, session=session, profile=profile, level=NAMED_ONLY, seed=0)
        outcomes = [engine.attack(attack) for attack in attacks]
    results = [outcome.result for outcome in outcomes]
    return Row(
        kills=frozenset((f.attack, f.oracle) for o in outcomes for f in o.findings),
        held=frozenset(r.id for r in results if r.verdict is Outcome.HELD),
        inconclusive=tuple((r.id, r.reason) for r in results if r.verdict is Outcome.INCONCLUSIVE),
        problems=tuple(text for outcome in outcomes for text in outcome.problems),
    )
