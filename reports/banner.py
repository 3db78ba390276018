"""The answer that a reader meets first: what is broken and how bad, or what calm rests on."""

from __future__ import annotations

from dataclasses import dataclass

from attacks.model import Outcome, Severity
from attacks.record import Record
from reports.summary import count, counts, duration, worst, worst_first

NOTHING_TESTED = 4  # the suite's exit code for a run that proves nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """A verdict in a few words, and the sentences that support it."""

    tone: str
    """`held`, `unsure`, or the label of the worst severity."""
    title: str
    sentences: tuple[str, ...]


def banner(record: Record) -> Banner:
    """Return the verdict on the whole run; what is certain comes before what is missing."""
    severity = worst(record)
    if severity is not None:
        return _broken(record, severity)
    doubt = _doubt(record)
    sentences = (_rests_on(record), *_caveats(record))
    if doubt:
        return Banner(tone="unsure", title=doubt, sentences=sentences)
    return Banner(tone="held", title="Nothing broke", sentences=sentences)


def _broken(record: Record, severity: Severity) -> Banner:
    findings = worst_first(record)
    of_worst = sum(f.severity is severity for f in findings)
    title = f"Broken: {count(len(findings), 'finding')}, {of_worst} {severity.label}"
    if of_worst == len(findings):
        title = f"Broken: {count(of_worst, f'{severity.label} finding')}"
    lead = f"The worst: {findings[0].effect.signature} ({findings[0].title})."
    return Banner(
        tone=severity.label,
        title=title,
        sentences=(lead, _rests_on(record), *_caveats(record)),
    )


def _doubt(record: Record) -> str:
    ends = counts(record)
    if record.interrupted:
        return "Stopped early: no answer yet"
    if ends.broken:  # a broken verdict always comes with a finding; say so if it did not
        return "Broken, but no finding was recorded"
    if not ends.held or record.exit_code == NOTHING_TESTED:
        return "Nothing was really tested"
    if record.problems:
        return "Nothing broke, but not everything could be judged"
    return ""


def _rests_on(record: Record) -> str:
    if not record.attacks:
        return "No attack ran."
    ends = counts(record)
    ran = f"{count(len(record.attacks), 'attack')} ran"
    cases = f"{count(record.cases, 'case')} in {duration(record.seconds)}"
    numbers = {"held": ends.held, "broke": ends.broken, "inconclusive": ends.inconclusive}
    said = [f"{number} {end}" for end, number in numbers.items() if number]
    return f"{ran}, {cases}: {', '.join(said)}."


def _caveats(record: Record) -> tuple[str, ...]:
    unsure = [a.title for a in record.attacks if a.verdict is Outcome.INCONCLUSIVE]
    said = []
    if record.interrupted:
        said.append("The run was interrupted, so the attacks that never ran are missing.")
    if record.problems:
        said.append(f"{count(len(record.problems), 'problem')} came up while it ran; see below.")
    if unsure:
        said.append(f"Inconclusive is not safe: look at {_listed(unsure)}.")
    return tuple(said)


def _listed(titles: list[str], most: int = 3) -> str:
    shown = "; ".join(f"“{title}”" for title in titles[:most])
    left = len(titles) - most
    return f"{shown} and {left} more" if left > 0 else shown
