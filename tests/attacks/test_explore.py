"""Drawing cases: told apart, shrunk within a budget, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition
from hypothesis.internal.conjecture import providers

from attacks import explore as module
from attacks.explore import explore
from attacks.model import Probe, Weight

NUMBERS = st.integers(0, 10_000).map(lambda n: Probe(steps=(), variant=str(n)))


class Judge:
    """Breaks as *rules* say; keeps every case in order, and those after the first breakage."""

    def __init__(self, **rules: Callable[[int], bool]) -> None:
        self.rules = rules
        self.cases: list[int] = []
        self.broke: dict[str, list[int]] = {}
        self.after = 0

    def __call__(self, probe: Probe) -> tuple[str, ...]:
        """Judge one case."""
        number = int(probe.variant)
        self.after += bool(self.broke)
        self.cases.append(number)
        keys = tuple(key for key, rule in self.rules.items() if rule(number))
        for key in keys:
            self.broke.setdefault(key, []).append(number)
        return keys


def explored(judge, *, cases=200, shrinks=500, seed=1, **more):
    """Explore the numbers with *judge* and return it."""
    explore(NUMBERS, judge, cases=cases, shrinks=shrinks, seed=seed, **more)
    return judge


def holds(error: BaseException, kind: type[BaseException]) -> bool:
    """Return whether *error* is a *kind*, or a group with one in it."""
    group = isinstance(error, BaseExceptionGroup)
    return error.subgroup(kind) is not None if group else isinstance(error, kind)


def test_a_target_that_holds_is_asked_for_every_case():
    """As many cases are drawn as were asked for."""
    assert len(explored(Judge(), cases=57).cases) == 57


def test_a_breakage_is_shrunk_to_its_smallest_case():
    """The least number that breaks is found."""
    assert min(explored(Judge(big=lambda n: n >= 777)).broke["big"]) == 777


def test_two_breakages_are_shrunk_apart():
    """Each has an exception type of its own, so that neither slips into the other."""
    judge = explored(
        Judge(big=lambda n: n >= 5000, odd=lambda n: n < 5000 and n % 2 and n > 100),
        cases=300,
        shrinks=3000,
    )

    assert min(judge.broke["big"]) == 5000
    assert min(judge.broke["odd"]) == 101
    assert module._breakage("big") is module._breakage("big")
    assert not issubclass(module._breakage("big"), module._breakage("odd"))


def test_the_type_of_a_breakage_is_named_alike_in_every_process():
    """Hypothesis breaks ties by the name, so it must not come from a random hash."""
    assert module._breakage("confinement\0x").__name__ == "Broke_e798715d"
    assert module._breakage("confinement\0x").__doc__ == "confinement\0x"


@pytest.mark.parametrize(
    ("weight", "calls"), [(Weight.LIGHT, 20), (Weight.HEAVY, 20 // module.HEAVY_SHARE)]
)
def test_shrinking_stays_within_its_budget(weight, calls):
    """After the first breakage no more calls are spent than were granted."""
    judge = explored(Judge(big=lambda n: n >= 777), cases=500, shrinks=20, weight=weight)

    assert judge.after == calls


def test_the_same_seed_draws_the_same_cases():
    """A run can be repeated, a breakage included."""
    one, two = (explored(Judge(big=lambda n: n > 9000), seed=5) for _ in range(2))

    assert one.cases == two.cases


def test_another_seed_draws_other_cases():
    """Seeds are worth trying."""
    assert explored(Judge(), seed=5).cases != explored(Judge(), seed=6).cases


@pytest.mark.parametrize("once", [False, True])
def test_an_unexpected_exception_propagates(once):
    """A bug of ours is never taken for a result, even if it does not come again."""
    raised = []

    def judge(probe: Probe) -> tuple[str, ...]:
        if int(probe.variant) > 10 and not (once and raised):
            raised.append(1)
            raise ZeroDivisionError
        return ()

    with pytest.raises((ZeroDivisionError, ExceptionGroup)) as error:
        explored(judge)
    assert holds(error.value, ZeroDivisionError)


def test_an_unexpected_exception_beside_a_breakage_propagates():
    """Two kinds of failure in one exploration do not hide each other."""

    def judge(probe: Probe) -> tuple[str, ...]:
        if int(probe.variant) > 5000:
            raise ZeroDivisionError
        return ("odd",) if int(probe.variant) % 2 else ()

    with pytest.raises((ZeroDivisionError, ExceptionGroup)) as error:
        explored(judge, shrinks=3000)
    assert holds(error.value, ZeroDivisionError)


def test_a_strategy_that_crashes_propagates():
    """A generator's bug is the attack's, and is told."""
    with pytest.raises(ZeroDivisionError):
        explore(NUMBERS.map(lambda _: 1 // 0), Judge(), cases=5, shrinks=5, seed=1)


def test_a_strategy_that_draws_from_elsewhere_propagates():
    """A generator that Hypothesis cannot replay is our bug, and no flaky target."""
    calls: list[int] = []

    def moody(probe: Probe) -> st.SearchStrategy[Probe]:
        calls.append(1)
        return NUMBERS if len(calls) % 2 else st.booleans().map(lambda _: probe)

    with pytest.raises(FlakyStrategyDefinition):
        explore(NUMBERS.flatmap(moody), Judge(big=lambda n: n > 5), cases=50, shrinks=50, seed=1)


def test_a_target_that_breaks_only_once_is_tolerated():
    """What broke is in the judge's hands; whether it comes again is the engine's question."""
    judge = Judge()
    judge.rules["once"] = lambda n: n > 10 and "once" not in judge.broke

    assert len(explored(judge).broke["once"]) == 1


def test_a_database_replays_what_broke(tmp_path):
    """At the deep level a breakage comes first the next time, whatever the seed."""
    rules = {"rare": lambda n: n % 1000 == 7}
    first = explored(Judge(**rules), cases=2000, shrinks=300, database=tmp_path / "db")
    again = explored(Judge(**rules), cases=2000, shrinks=300, seed=99, database=tmp_path / "db")

    assert again.cases[0] == min(first.broke["rare"])


def test_what_held_is_not_sent_twice():
    """A small space is gone through once, and then the drawing ends."""
    judge = Judge()
    explore(NUMBERS.filter(lambda p: int(p.variant) < 9), judge, cases=50, shrinks=5, seed=1)

    assert len(judge.cases) == len(set(judge.cases)) <= 9


def test_no_constant_of_a_loaded_module_is_drawn():
    """The same seed draws the same cases in another process, and beside another target."""
    assert not len(providers.HypothesisProvider(None)._local_constants)
