"""Send the cases of one attack and keep what the oracles make of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from attacks.findings import Breakage, smaller
from attacks.model import (
    Attack,
    Exchange,
    Observation,
    Oracle,
    Outcome,
    Probe,
    Seen,
    Stored,
    Verdict,
    inconclusive,
)
from attacks.oracles.standing import STANDING
from attacks.record import OracleTally

Observe = Callable[[Probe], Observation]


def _went_well(exchange: Exchange, step: Seen) -> bool:
    """Return whether an honest upload was stored, or another honest request not refused."""
    if exchange.file is not None:
        return step.stored is Stored.YES
    return step.response is not None and not step.refused


@dataclass(slots=True)
class Tally:
    """How often one oracle gave each verdict."""

    held: int = 0
    broken: int = 0
    inconclusive: int = 0
    reason: str = ""
    proved: bool = False
    """Whether it held on a case that attacks; to hold on an honest upload proves nothing."""

    def count(self, verdict: Verdict, *, hostile: bool) -> None:
        """Add *verdict*."""
        if verdict.outcome is Outcome.HELD:
            self.held += 1
            self.proved |= hostile
        elif verdict.outcome is Outcome.BROKEN:
            self.broken += 1
        else:
            self.inconclusive += 1
            self.reason = self.reason or verdict.reason


@dataclass(slots=True)
class Cases:
    """What became of one attack's cases so far."""

    attack: Attack
    observe: Observe
    count: int = 0
    breakages: dict[str, Breakage] = field(default_factory=dict)
    """The smallest case for each effect, by `Breakage.key`."""
    problems: list[str] = field(default_factory=list)
    """What of ours crashed."""
    unjudged: str = ""
    """Why the attack cannot be HELD, whatever its oracles say; the first reason counts."""
    _tallies: dict[str, Tally] = field(default_factory=dict)

    def give_up(self, reason: str) -> None:
        """Remember why this attack proves nothing here."""
        self.unjudged = self.unjudged or reason

    def neighbour(self, probe: Probe) -> None:
        """Judge an honest relative of the attack; if it goes wrong, no refusal proves anything."""
        seen = self.observe(probe)
        self._judge(seen, hostile=False)
        if not all(_went_well(*pair) for pair in seen.pairs()):
            self.give_up(
                f"an honest request ({probe.variant}) did not go well: refusals prove nothing"
            )

    def judge(self, probe: Probe) -> tuple[str, ...]:
        """Send *probe*, ask every oracle, and return the keys of what broke."""
        return self._judge(self.observe(probe), hostile=True)

    def _judge(self, seen: Observation, *, hostile: bool) -> tuple[str, ...]:
        self.count += 1
        broke = [
            Breakage(oracle=oracle.__name__, effect=effect, seen=seen)
            for oracle in dict.fromkeys((*self.attack.oracles, *STANDING))
            for effect in self._ask(oracle, seen, hostile=hostile).effects
        ]
        for breakage in broke:
            known = self.breakages.get(breakage.key)
            self.breakages[breakage.key] = smaller(known, breakage) if known else breakage
        return tuple(breakage.key for breakage in broke)

    def _ask(self, oracle: Oracle, seen: Observation, *, hostile: bool) -> Verdict:
        try:
            verdict = oracle(seen)
        except Exception as error:  # noqa: BLE001 - a crashing oracle must never look green
            self._crashed(f"oracle {oracle.__name__} crashed in {self.attack.id}: {error!r}")
            verdict = inconclusive("the oracle crashed")
        self._tallies.setdefault(oracle.__name__, Tally()).count(verdict, hostile=hostile)
        return verdict

    def _crashed(self, text: str) -> None:
        if text not in self.problems:
            self.problems.append(text)

    def verdict(self) -> tuple[Outcome, str]:
        """Return BROKEN before INCONCLUSIVE before HELD, with the reason.

        The attack's own oracles decide; a standing one that could not look is told in the
        tallies, or no attack on a target without a disk view would ever be judged.
        """
        if self.breakages:
            return Outcome.BROKEN, next(iter(self.breakages.values())).effect.detail
        if self.unjudged:
            return Outcome.INCONCLUSIVE, self.unjudged
        for oracle in self.attack.oracles:
            tally = self._tallies[oracle.__name__]
            if tally.inconclusive or not tally.proved:
                looked = f"{oracle.__name__}, in {tally.inconclusive} of {self.count} cases"
                return Outcome.INCONCLUSIVE, f"{looked}: {tally.reason}"
        return Outcome.HELD, ""

    def tallies(self) -> tuple[OracleTally, ...]:
        """Return the counts for the record."""
        return tuple(
            OracleTally(
                oracle=name,
                held=tally.held,
                broken=tally.broken,
                inconclusive=tally.inconclusive,
                reason=tally.reason,
            )
            for name, tally in self._tallies.items()
        )
