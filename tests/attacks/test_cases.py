"""What the oracles make of an attack's cases, and the one verdict that follows."""

from __future__ import annotations

import dataclasses

import pytest

from attacks.cases import Cases, Tally
from attacks.catalogue.filename.parent_directory import ATTACK
from attacks.model import (
    HELD,
    Attack,
    DiskView,
    Effect,
    Exchange,
    Observation,
    Outcome,
    Probe,
    Request,
    Response,
    Seen,
    Stored,
    broken,
    inconclusive,
)
from attacks.oracles.standing import STANDING
from attacks.uploads import honest, named
from tests.attacks.seeking import TXT

OK = Response(status=200)
HONEST = honest(TXT)
HOSTILE = named(TXT, b"x.txt", variant="x")


def holds(_: Observation) -> object:
    """Hold."""
    return HELD


def blind(_: Observation) -> object:
    """Say that nothing could be seen."""
    return inconclusive("it is dark")


def breaks(seen: Observation) -> object:
    """Break on hostile names."""
    return broken(Effect(signature="s", detail="d")) if seen.probe is not HONEST else HELD


def crashes(_: Observation) -> object:
    """Crash."""
    raise KeyError("oops")


def attack(*oracles) -> Attack:
    """Return an attack that is judged by *oracles*."""
    return dataclasses.replace(ATTACK, oracles=oracles)


def cases(*oracles, stored=Stored.YES, disk=DiskView(root="/u")) -> Cases:  # noqa: B008 - frozen
    """Return cases on a target that is always seen the same."""

    def observe(probe: Probe) -> Observation:
        steps = tuple(Seen(response=OK, stored=stored, disk=disk) for _ in probe.steps)
        return Observation(probe=probe, profile=TXT, steps=steps, honest=OK)

    return Cases(attack(*oracles), observe)


def test_an_attack_whose_oracles_hold_on_its_probes_is_held():
    """The one good verdict has no reason."""
    found = cases(holds)
    found.neighbour(HONEST)

    assert found.judge(HOSTILE) == ()
    assert found.verdict() == (Outcome.HELD, "")
    assert found.count == 2


@pytest.mark.parametrize("stored", [Stored.NO, Stored.UNSEEN])
def test_a_neighbour_that_is_not_stored_proves_nothing(stored):
    """A target that refuses honest files refuses hostile ones for the same reason."""
    found = cases(holds, stored=stored)
    found.neighbour(HONEST)
    found.judge(HOSTILE)

    outcome, reason = found.verdict()
    assert outcome is Outcome.INCONCLUSIVE
    assert reason == "an honest request (honest) did not go well: refusals prove nothing"


@pytest.mark.parametrize(
    ("seen", "well"),
    [
        (Seen(response=OK), True),
        (Seen(response=OK, refused=True), False),
        (Seen(response=None), False),
    ],
)
def test_a_neighbour_that_is_no_upload_must_not_be_refused(seen, well):
    """An honest look or an honest deletion has no file to be stored."""
    ask = Probe(steps=(Exchange(request=Request(path=b"/")),))
    found = cases(holds)
    found.observe = lambda probe: Observation(probe=probe, profile=TXT, steps=(seen,), honest=OK)
    found.neighbour(ask)

    assert (found.unjudged == "") is well


def test_every_step_of_a_neighbour_must_be_stored():
    """The first of two is not enough."""
    found = cases(holds)
    mixed = [Seen(response=OK, stored=s, disk=DiskView(root="/u")) for s in (Stored.YES, Stored.NO)]
    probe = Probe(steps=HONEST.steps * 2)
    found.observe = lambda _: Observation(probe=probe, profile=TXT, steps=tuple(mixed), honest=OK)
    found.neighbour(probe)

    assert found.unjudged


def test_holding_on_an_honest_upload_alone_proves_nothing():
    """An oracle that saw nothing of the attack's own cases has not judged the attack."""
    found = cases(sees_honest_ones_only)
    found.neighbour(HONEST)
    found.judge(HOSTILE)

    assert found.verdict() == (
        Outcome.INCONCLUSIVE,
        "sees_honest_ones_only, in 1 of 2 cases: it is dark",
    )
    assert (found.tallies()[0].held, found.tallies()[0].inconclusive) == (1, 1)


def sees_honest_ones_only(seen: Observation) -> object:
    """See honest uploads only."""
    return HELD if seen.probe is HONEST else inconclusive("it is dark")


def test_one_case_that_could_not_be_judged_leaves_it_open():
    """What held elsewhere says nothing of the case where the oracle could not look."""
    cases_seen = iter((HELD, HELD, inconclusive("it is dark"), HELD))

    def blinks(_: Observation) -> object:
        return next(cases_seen)

    found = cases(blinks)
    found.neighbour(HONEST)
    found.judge(HOSTILE)
    assert found.verdict() == (Outcome.HELD, "")

    found.judge(HOSTILE)
    found.judge(HOSTILE)
    reason = "blinks, in 1 of 4 cases: it is dark"
    assert found.verdict() == (Outcome.INCONCLUSIVE, reason)


def test_broken_comes_before_inconclusive_before_held():
    """The worst that was seen is the verdict, with its reason."""
    assert _verdict(holds) == (Outcome.HELD, "")
    assert _verdict(holds, blind) == (
        Outcome.INCONCLUSIVE,
        "blind, in 2 of 2 cases: it is dark",
    )
    assert _verdict(blind, holds, breaks) == (Outcome.BROKEN, "d")
    assert _verdict(breaks, stored=Stored.NO) == (Outcome.BROKEN, "d")


def _verdict(*oracles, **seen) -> tuple[Outcome, str]:
    found = cases(*oracles, **seen)
    found.neighbour(HONEST)
    found.judge(HOSTILE)
    return found.verdict()


def test_a_standing_oracle_that_cannot_look_does_not_demote():
    """Without a view of the disk an attack that needs none is still judged; the tally tells."""
    found = cases(holds, disk=None)
    found.judge(HOSTILE)

    tallies = {t.oracle: t for t in found.tallies()}
    assert found.verdict() == (Outcome.HELD, "")
    assert tallies["confinement"].inconclusive == 1
    assert tallies["confinement"].reason.startswith("the target offers no view of the disk")


def test_a_standing_oracle_breaks_any_attack():
    """What must hold for every request is judged in every case."""
    found = cases(holds)
    seen = found.observe(HOSTILE)
    found.observe = lambda _: dataclasses.replace(seen, honest=Response(status=500))

    keys = found.judge(HOSTILE)
    assert {key.partition("\0")[0] for key in keys} == {"still_serving", "no_server_error"}
    assert found.verdict()[0] is Outcome.BROKEN


def test_every_standing_oracle_is_asked_once():
    """One that the attack names itself is not asked twice."""
    found = cases(STANDING[0], holds)
    found.judge(HOSTILE)

    names = [t.oracle for t in found.tallies()]
    assert sorted(names) == sorted({"holds", *(o.__name__ for o in STANDING)})
    assert {t.held + t.broken + t.inconclusive for t in found.tallies()} == {1}


def test_a_crashing_oracle_is_a_problem_told_once():
    """It is inconclusive, never green, and the run is told which one it was."""
    found = cases(crashes)
    found.judge(HOSTILE)
    found.judge(HOSTILE)

    message = "oracle crashes crashed in filename.parent-directory: KeyError('oops')"
    assert found.problems == [message]
    reason = "crashes, in 2 of 2 cases: the oracle crashed"
    assert found.verdict() == (Outcome.INCONCLUSIVE, reason)


def test_the_smallest_case_of_each_effect_is_kept():
    """A later, shorter probe takes the place; a longer one does not."""
    found = cases(breaks)
    long, short = (named(TXT, b"x" * n, variant="v") for n in (90, 5))
    for probe in (long, short, long):
        assert found.judge(probe) == ("breaks\0s",)

    assert [b.seen.probe for b in found.breakages.values()] == [short]


def test_the_first_reason_to_give_up_counts():
    """What came first explains what came after."""
    found = cases(holds)
    found.give_up("one")
    found.give_up("two")

    assert found.verdict() == (Outcome.INCONCLUSIVE, "one")


def test_a_tally_counts_each_outcome_and_keeps_the_first_reason():
    """The record shows how often each was given."""
    tally = Tally()
    given = (HELD, broken(Effect(signature="s", detail="d")), inconclusive("a"), inconclusive("b"))
    for verdict in given:
        tally.count(verdict, hostile=True)

    assert (tally.held, tally.broken, tally.inconclusive, tally.reason) == (1, 1, 2, "a")
