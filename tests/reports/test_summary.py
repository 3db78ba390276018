"""What a run comes to: order, counts, words for the exit code, and the banner."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from attacks.model import Confidence, Outcome, Severity
from reports import references, summary
from reports.banner import banner
from tests.reports import samples


def test_findings_come_worst_first_in_any_order_of_the_record():
    """Order is by severity, then confidence, then names; never by arrival."""
    found = samples.rich().findings
    expected = ["c0ffee01", "c0ffee04", "c0ffee03", "c0ffee02", "c0ffee05"]
    for order in itertools.permutations(found):
        shuffled = samples.record(findings=order)
        assert [f.id for f in summary.worst_first(shuffled)] == expected


def test_a_sure_finding_comes_before_a_doubtful_one():
    """Confidence decides between equals."""
    doubtful = samples.finding("a", confidence=Confidence.LOW)
    run = samples.record(findings=(doubtful, samples.finding("b")))
    assert [f.id for f in summary.worst_first(run)] == ["b", "a"]


def test_verdicts_and_severities_are_counted():
    """The tiles of a report are these numbers."""
    assert summary.counts(samples.rich()) == summary.Counts(held=2, broken=5, inconclusive=1)
    numbers = {severity.label: n for severity, n in summary.by_severity(samples.rich())}
    assert numbers == {"critical": 1, "high": 2, "medium": 1, "low": 1}
    assert summary.worst(samples.rich()) is Severity.CRITICAL
    assert summary.worst(samples.calm()) is None


def test_the_last_line_says_everything_once():
    """One line is enough for a log."""
    assert summary.last_line(samples.rich()) == (
        "2 held, 5 broken, 1 inconclusive · 5 findings · 1,842 cases in 31 s"
        " · exit 1 (findings at or over the gate)"
    )


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 130])
def test_every_exit_code_has_words(code):
    """A reader need not look a number up."""
    assert summary.exit_meaning(code) in summary.EXIT_MEANINGS.values()


def test_an_unknown_exit_code_is_said_to_be_one():
    """A record from elsewhere does not crash a report."""
    assert "does not know" in summary.exit_meaning(77)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0.0 s"), (0.44, "0.4 s"), (12.4, "12 s"), (59.7, "1 min 00 s"), (185, "3 min 05 s")],
)
def test_durations_read_as_people_say_them(seconds, words):
    """No report says 185.0."""
    assert summary.duration(seconds) == words


BANNERS = {
    "calm": ("held", "Nothing broke"),
    "empty": ("unsure", "Nothing was really tested"),
    "unsure": ("unsure", "Nothing was really tested"),
    "interrupted": ("unsure", "Stopped early: no answer yet"),
    "troubled": ("unsure", "Nothing broke, but not everything could be judged"),
    "rich": ("critical", "Broken: 5 findings, 1 critical"),
    "hostile": ("critical", "Broken: 1 critical finding"),
}


@pytest.mark.parametrize(("name", "expected"), BANNERS.items())
def test_the_banner_gives_the_answer(name, expected):
    """Only a run that judged everything and broke nothing is green."""
    found = banner(samples.every()[name])
    assert (found.tone, found.title) == expected


def test_calm_says_what_it_rests_on():
    """A quiet run is worth as much as its cases."""
    assert banner(samples.calm()).sentences == ("2 attacks ran, 240 cases in 31 s: 2 held.",)
    assert banner(samples.empty()).sentences == ("No attack ran.",)


def test_findings_of_an_interrupted_run_stay_findings():
    """What was seen is certain; what is missing is said beside it."""
    found = banner(dataclasses.replace(samples.rich(), interrupted=True, exit_code=130))
    assert found.tone == "critical"
    assert any("interrupted" in sentence for sentence in found.sentences)


def test_inconclusive_attacks_are_named_and_counted():
    """Three are named, the others counted."""
    unsure = [samples.attack(f"a.x{n}", verdict=Outcome.INCONCLUSIVE) for n in range(5)]
    sentences = banner(samples.record(attacks=tuple(unsure))).sentences
    assert sentences[-1] == "Inconclusive is not safe: look at “X0”; “X1”; “X2” and 2 more."


def test_a_broken_verdict_without_a_finding_is_not_green():
    """A record that contradicts itself is shown as doubt."""
    odd = samples.record(attacks=(samples.attack("a.b", verdict=Outcome.BROKEN),))
    assert banner(odd).title == "Broken, but no finding was recorded"


def test_the_control_that_the_oracle_named_is_the_stopper():
    """Else it is every control that the attack aims at."""
    by_id = {f.id: f for f in samples.rich().findings}
    stoppers = {n: references.stoppers(samples.rich(), by_id[n]) for n in ("c0ffee01", "c0ffee03")}
    assert [c.id for c in stoppers["c0ffee03"]] == ["nosniff"]
    assert [c.id for c in stoppers["c0ffee01"]] == ["generated-storage-name", "path-containment"]


def test_remedies_come_in_the_order_of_their_worth():
    """The control that stops the worst comes first, then the one that stops the most."""
    remedies = references.remedies(samples.rich())
    assert [r.control.id for r in remedies] == [
        *("generated-storage-name", "path-containment", "exclusive-create", "nosniff"),
        *("filename-length", "file-size-limit"),
    ]
    assert remedies[0].worst is Severity.CRITICAL


def test_an_id_without_a_title_is_cited_alone():
    """A record may know an id and not its words."""
    run = samples.record(titles={}, controls={})
    assert references.cited(run, samples.finding("a"))[0] == references.Citation(
        id="CWE-22", title=""
    )
    assert references.control(run, "x") == references.Control(id="x", title="", demand="")
