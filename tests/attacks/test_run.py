"""A run from plan to record, and what its exit code says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks import catalogue
from attacks.model import Outcome, Severity
from attacks.run import Plan, exit_code, run
from attacks.specimen import SPECIMEN
from attacks.targets.session import TargetError
from tests.apps import refuses_everything, tutorial
from tests.reports import samples

# Steps that are sent at the same moment end as chance will have it.
CHANCE = {a.id for a in catalogue.load() if any(p.together for p in a.seeds(SPECIMEN))}
STORAGE = tuple(a for a in catalogue.load() if a.id.startswith("storage.") and a.id not in CHANCE)


def plan(**changes):
    """Return a quick plan of a few attacks on the tutorial app."""
    return Plan(**{"target": tutorial.target, "attacks": STORAGE, "level": "quick", **changes})


def test_a_record_counts_every_case():
    """The sum of the attacks is the sum of the run, and the order is the catalogue's."""
    record = run(plan())

    assert record.cases == sum(attack.cases for attack in record.attacks) > 50
    assert [attack.id for attack in record.attacks] == [attack.id for attack in STORAGE]
    assert (record.exit_code, record.seed, record.level) == (1, 0, "quick")


def test_a_record_explains_itself():
    """Titles and demands of everything cited are in the record."""
    record = run(plan())

    cited = {f"CWE-{n}" for f in record.findings for n in f.cwe}
    assert cited | {i for f in record.findings for i in f.asvs} <= set(record.titles)
    assert {c for f in record.findings for c in f.controls} <= set(record.controls)


def test_the_same_seed_finds_the_same():
    """Two runs of one seed come to the same findings by the same probes."""
    first, second = run(plan(seed=7)), run(plan(seed=7))

    assert [f.probe for f in first.findings] == [f.probe for f in second.findings]
    assert [a.cases for a in first.attacks] == [a.cases for a in second.attacks]


def test_progress_is_told_attack_by_attack():
    """The caller hears of each attack as it ends."""
    heard = []

    run(plan(), lambda outcome: heard.append(outcome.result.id))

    assert heard == [attack.id for attack in STORAGE]


def test_an_interruption_leaves_what_was_done():
    """Ctrl-C after the second attack: what was told is in the record, which says so."""

    def interrupt(outcome):
        if outcome.result.id != STORAGE[0].id:
            raise KeyboardInterrupt

    record = run(plan(), interrupt)

    assert record.interrupted
    assert [attack.id for attack in record.attacks] == [attack.id for attack in STORAGE[:2]]
    assert record.exit_code == 130


def test_nothing_accepted_means_nothing_tested():
    """An app that refuses every upload gives no verdict at all."""
    record = run(plan(target=refuses_everything.target))

    assert (record.exit_code, record.attacks) == (4, ())
    assert "no honest upload" in record.problems[0]


def test_a_target_that_cannot_be_opened_is_a_problem():
    """The reason is in the record."""

    class Down(type(tutorial.target)):
        def open(self):
            raise TargetError("nobody is there")

    record = run(plan(target=Down("down", build=tutorial.create_app)))

    assert (record.exit_code, record.problems) == (3, ("nobody is there",))


def test_a_crash_of_ours_is_a_problem_and_no_finding():
    """What was done before is kept, and the exit code says that it is not all."""

    def crash(_):
        raise ZeroDivisionError("why")

    record = run(plan(), crash)

    assert (record.exit_code, len(record.attacks)) == (3, 1)
    assert record.problems == ("the run crashed: ZeroDivisionError: why",)


RICH = samples.rich()
HELD = tuple(replace(a, verdict=Outcome.HELD) for a in RICH.attacks)
UNSURE = tuple(replace(a, verdict=Outcome.INCONCLUSIVE) for a in RICH.attacks)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fail_on": Severity.LOW}, 1),
        ({"findings": (), "attacks": HELD}, 0),
        ({"findings": (), "attacks": UNSURE}, 4),
        ({"findings": (), "attacks": HELD[:1] + UNSURE[:1]}, 0),
        ({"findings": (), "attacks": HELD[:1] + UNSURE[:1], "fail_on_inconclusive": True}, 4),
        ({"findings": (), "attacks": HELD, "cases": 0}, 4),
        ({"problems": ("an oracle crashed",)}, 3),
        ({"interrupted": True, "problems": ("late",)}, 130),
    ],
)
def test_exit_code(changes, code):
    """Interrupted before incomplete before untested before findings before clean."""
    assert exit_code(replace(RICH, **{"problems": (), "interrupted": False, **changes})) == code


def test_a_finding_below_the_gate_passes():
    """The gate counts severity, not number."""
    low = tuple(replace(f, severity=Severity.LOW) for f in RICH.findings)
    record = replace(RICH, findings=low, problems=(), interrupted=False)

    assert exit_code(replace(record, fail_on=Severity.MEDIUM)) == 0
    assert exit_code(replace(record, fail_on=Severity.LOW)) == 1
