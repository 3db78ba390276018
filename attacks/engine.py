"""Attack × target → results: neighbours first, then the named variants, then drawn cases.

Attacks generate and oracles judge. Outcomes come one attack at a time, so that an
interrupted run still has a record.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from attacks import catalogue
from attacks.calibrate import NothingAccepted, recalibrate
from attacks.cases import Cases
from attacks.explore import explore
from attacks.findings import Breakage, finding
from attacks.levels import Level
from attacks.model import OTHER, OWNER, Attack, Capability, Profile, RetrievalKind
from attacks.observe import observe
from attacks.record import AttackResult, Finding
from attacks.retrieve import get
from attacks.targets.session import Session, Target, TargetError
from attacks.uploads import honest


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackOutcome:
    """What one attack came to."""

    result: AttackResult
    findings: tuple[Finding, ...]
    problems: tuple[str, ...]
    """What of ours crashed: an oracle, a generator; never the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A calibrated target under attack."""

    target: Target
    session: Session
    profile: Profile
    level: Level
    seed: int
    database: Path | None = None

    def capabilities(self) -> frozenset[Capability]:
        """Return what can be done and seen here."""
        found = set(self.session.capabilities)
        if self.profile.storage_root:
            found.add(Capability.DISK)
        if self.profile.retrieval.kind is not RetrievalKind.NONE:
            found.add(Capability.RETRIEVE)
        people = self.profile.headers
        if people.get(OTHER, ()) not in {(), people.get(OWNER, ())}:
            found.add(Capability.TWO_ACTORS)
        return frozenset(found)

    def run(self, attacks: tuple[Attack, ...]) -> Iterator[AttackOutcome]:
        """Yield the outcome of each attack, in order.

        Raises:
            TargetError: the target does not answer any more.
        """
        for attack in attacks:
            yield self.attack(attack)
            if get(self.session, self.profile.page) is None:
                raise TargetError(f"the target stopped answering after {attack.id}")

    def attack(self, attack: Attack) -> AttackOutcome:
        """Run one attack and confirm what it broke, each on a target as fresh as can be had."""
        started = time.monotonic()
        with self._fresh() as (session, profile):
            cases = _cases(attack, session, profile)
            variants = self._send_all(attack, cases, profile)
        found = tuple(
            finding(attack, each, self.target.name, confirmed=self._happens_again(attack, each))
            for each in cases.breakages.values()
        )
        result = _result(attack, cases, variants, time.monotonic() - started)
        return AttackOutcome(result=result, findings=found, problems=tuple(cases.problems))

    @contextmanager
    def _fresh(self) -> Iterator[tuple[Session, Profile]]:
        """Yield a session on which nothing has happened yet, where the target can be renewed."""
        if not self.target.renews:
            yield self.session, self.profile
            return
        with self.target.open() as session:
            yield session, recalibrate(session, self.target.hints, self.profile)

    def _send_all(self, attack: Attack, cases: Cases, profile: Profile) -> tuple[str, ...]:
        if missing := attack.needs - self.capabilities():
            cases.give_up(f"needs {', '.join(sorted(missing))}, which this target does not offer")
            return ()
        try:
            for probe in attack.neighbours(profile):
                cases.neighbour(probe)
            seeds = attack.seeds(profile)
            for probe in seeds:
                cases.judge(probe)
            if seeds:
                self._draw(attack, cases, profile)
                # A session that was lost on the way would make every refusal look like a defence.
                cases.neighbour(honest(profile, "afterwards"))
            else:
                cases.give_up("too little is known of the target: state it in a profile")
        except TargetError as error:  # somebody could not be logged in anew
            cases.give_up(str(error))
            return ()
        except Exception as error:  # noqa: BLE001 - it is told, and fails the run
            cases.problems.append(f"{attack.id} crashed: {type(error).__name__}: {error}")
            cases.give_up("the attack itself crashed")
            return ()
        return tuple(probe.variant for probe in seeds)

    def _draw(self, attack: Attack, cases: Cases, profile: Profile) -> None:
        count = self.level.cases(attack.weight)
        if not count:
            return
        probes = attack.probes(profile)
        if probes.is_empty:
            return
        known = frozenset(cases.breakages)  # a named variant is minimal by construction
        explore(
            probes,
            lambda probe: tuple(key for key in cases.judge(probe) if key not in known),
            cases=count,
            shrinks=self.level.shrinks,
            seed=self.seed ^ zlib.crc32(attack.id.encode()),
            weight=attack.weight,
            # One each: Hypothesis files examples by test function, and ours is always the same.
            database=self.database / attack.id if self.database else None,
        )

    def _happens_again(self, attack: Attack, breakage: Breakage) -> bool:
        """Send the probe afresh, so that no finding rests on what went before."""
        try:
            with self._fresh() as (session, profile):
                return breakage.key in _cases(attack, session, profile).judge(breakage.seen.probe)
        except (TargetError, NothingAccepted):
            return False


def _cases(attack: Attack, session: Session, profile: Profile) -> Cases:
    return Cases(attack, lambda probe: observe(session, profile, probe))


def _result(
    attack: Attack, cases: Cases, variants: tuple[str, ...], seconds: float
) -> AttackResult:
    outcome, reason = cases.verdict()
    return AttackResult(
        id=attack.id,
        title=attack.title,
        verdict=outcome,
        reason=reason or attack.note(),
        cases=cases.count,
        seconds=round(seconds, 3),
        severity=attack.severity,
        controls=attack.controls,
        cwe=attack.cwe,
        asvs=attack.asvs,
        wstg=attack.wstg,
        variants=variants,
        oracles=cases.tallies(),
        lesson=catalogue.lesson(attack),
    )
