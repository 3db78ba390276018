"""What a run comes to: the order of findings, the counts, and what the exit code means.

The exit code itself is the suite's decision and stands in the record.
"""

from __future__ import annotations

from dataclasses import dataclass

from attacks.model import Confidence, Outcome, Severity
from attacks.record import AttackResult, Finding, Record

EXIT_MEANINGS = {
    0: "clean: nothing at or over the gate",
    1: "findings at or over the gate",
    2: "the command was not understood",
    3: "something could not be loaded, reached or judged",
    4: "nothing was really tested",
    130: "interrupted: this is a partial record",
}

SURE = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)
WORST_FIRST = tuple(sorted(Severity, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many attacks ended in each verdict."""

    held: int
    broken: int
    inconclusive: int


def counts(record: Record) -> Counts:
    """Count the verdicts of *record*."""
    ends = [attack.verdict for attack in record.attacks]
    return Counts(
        held=ends.count(Outcome.HELD),
        broken=ends.count(Outcome.BROKEN),
        inconclusive=ends.count(Outcome.INCONCLUSIVE),
    )


def worst_first(record: Record) -> tuple[Finding, ...]:
    """Return the findings, the worst and surest first, ties in a stable order."""
    return tuple(sorted(record.findings, key=_rank))


def by_severity(record: Record) -> tuple[tuple[Severity, int], ...]:
    """Return each severity, worst first, with its number of findings."""
    found = [finding.severity for finding in record.findings]
    return tuple((severity, found.count(severity)) for severity in WORST_FIRST)


def worst(record: Record) -> Severity | None:
    """Return the highest severity found, or ``None``."""
    return max((f.severity for f in record.findings), default=None)


def findings_of(record: Record, attack: AttackResult) -> tuple[Finding, ...]:
    """Return what *attack* found, worst first."""
    return tuple(f for f in worst_first(record) if f.attack == attack.id)


def exit_meaning(code: int) -> str:
    """Return what the exit code *code* says, in words."""
    return EXIT_MEANINGS.get(code, "an exit code that this version does not know")


def count(number: int, noun: str, plural: str = "") -> str:
    """Return *number* and its noun in the right form: ``1 finding``, ``2,000 cases``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """Return *seconds* as a reader says it: ``0.4 s``, ``12 s``, ``3 min 05 s``."""
    if seconds < 10:  # noqa: PLR2004 - two digits are enough either way
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def last_line(record: Record) -> str:
    """Return the whole run in one line."""
    ends = counts(record)
    verdicts = f"{ends.held} held, {ends.broken} broken, {ends.inconclusive} inconclusive"
    found = count(len(record.findings), "finding")
    cases = f"{count(record.cases, 'case')} in {duration(record.seconds)}"
    meaning = exit_meaning(record.exit_code)
    return f"{verdicts} · {found} · {cases} · exit {record.exit_code} ({meaning})"


def _rank(finding: Finding) -> tuple[int, int, str, str, str, str]:
    return (
        -finding.severity,
        SURE.index(finding.confidence),
        finding.attack,
        finding.oracle,
        finding.effect.signature,
        finding.id,
    )
