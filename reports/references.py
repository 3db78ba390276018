"""Ids with their words: what a finding cites, and the controls that would have stopped it."""

from __future__ import annotations

from dataclasses import dataclass

from attacks.model import Severity
from attacks.record import AttackResult, ControlFacts, Finding, Record
from reports.summary import worst_first

UNKNOWN = ControlFacts(title="", demand="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The id of a weakness, requirement or test, and its title where the record has it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A control as a reader needs it; title and demand are empty if the record has neither."""

    id: str
    title: str
    demand: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A control that is missing or weak, and what it would have stopped."""

    control: Control
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity:
        """Return the highest severity among the findings."""
        return max(finding.severity for finding in self.findings)


def cited(record: Record, source: Finding | AttackResult) -> tuple[Citation, ...]:
    """Return the CWE, ASVS and WSTG ids of *source* with their titles."""
    ids = (*(f"CWE-{number}" for number in source.cwe), *source.asvs, *source.wstg)
    return tuple(
        Citation(
            id=f"ASVS {id_}" if id_ in source.asvs else id_,  # bare, it is only a version
            title=record.titles.get(id_, ""),
        )
        for id_ in ids
    )


def stoppers(record: Record, finding: Finding) -> tuple[Control, ...]:
    """Return the control that the oracle named, else all that the attack aims at."""
    slugs = (finding.effect.control,) if finding.effect.control else finding.controls
    return tuple(control(record, slug) for slug in slugs)


def control(record: Record, slug: str) -> Control:
    """Return what *record* knows of the control *slug*."""
    facts = record.controls.get(slug, UNKNOWN)
    return Control(id=slug, title=facts.title, demand=facts.demand)


def remedies(record: Record) -> tuple[Remedy, ...]:
    """Return the controls to look at, those that stop the worst and the most first."""
    stopped: dict[str, list[Finding]] = {}
    for finding in worst_first(record):
        for stopper in stoppers(record, finding):
            stopped.setdefault(stopper.id, []).append(finding)
    found = [Remedy(control=control(record, s), findings=tuple(f)) for s, f in stopped.items()]
    return tuple(sorted(found, key=lambda r: (-r.worst, -len(r.findings), r.control.id)))
