"""Draw cases with Hypothesis and shrink what breaks: all its settings live here.

Probes are drawn by the list, since what Hypothesis keeps of an example costs more than most
draws do; shrinking cuts the list down to the one that matters. A probe that held is not sent
twice.

Each breakage raises an exception type of its own, so that shrinking cannot slip from one
oracle to another. `judge` keeps the smallest probe that it saw for each, which is what
counts when shrinking stops early.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from attacks.model import Probe, Weight

LONGEST = 20  # probes of one example
REPEATED = 3  # probes not sent for each that is: more, and there is hardly anything new to draw
HEAVY_SHARE = 10  # a heavy attack gets this part of the shrinking calls

# Hypothesis mixes in the constants of whatever modules of a project are loaded (not of what is
# installed). One seed would draw other cases in another process, or beside another target.
NO_CONSTANTS = Constants()
providers._get_local_constants = lambda: NO_CONSTANTS  # noqa: SLF001 - there is no setting for it

Judge = Callable[[Probe], tuple[str, ...]]
"""Judge one case; returns the keys of the breakages that are new to this attack."""


class Broke(Exception):  # noqa: N818 - a result, raised only to steer Hypothesis
    """A case broke; each key has a subclass of its own."""


class _Enough(BaseException):
    """The shrinking budget is spent."""


class _Budget:
    """How many calls are left: at first for cases, and from the first breakage on for shrinking."""

    def __init__(self, cases: int, shrinks: int) -> None:
        self._left, self._repetitions = cases, REPEATED * cases
        self._shrinks = shrinks
        self._shrinking = False

    def spend(self) -> None:
        """Take one call."""
        if not self._left:
            raise _Enough
        self._left -= 1

    def repeated(self, count: int) -> None:
        """Note that *count* probes were not new: at some point there is nothing new to draw."""
        self._repetitions -= count
        if self._repetitions < 0 and not self._shrinking:
            raise _Enough

    def broke(self) -> None:
        """Begin to shrink."""
        if not self._shrinking:
            self._left, self._shrinking = self._shrinks, True


@cache
def _breakage(key: str) -> type[Broke]:
    # Hypothesis breaks ties by this name, which must not differ between processes.
    return type(f"Broke_{zlib.crc32(key.encode()):08x}", (Broke,), {"__doc__": key})


def explore(
    probes: st.SearchStrategy[Probe],
    judge: Judge,
    *,
    cases: int,
    shrinks: int,
    seed: int,
    weight: Weight = Weight.LIGHT,
    database: Path | None = None,
) -> None:
    """Draw *cases* probes; after the first breakage, spend *shrinks* calls on small ones."""
    budget = _Budget(cases, shrinks if weight is Weight.LIGHT else shrinks // HEAVY_SHARE)
    held: set[Probe] = set()

    @settings(
        max_examples=cases,
        database=DirectoryBasedExampleDatabase(database) if database else None,
        phases=(Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=True,
    )
    @hypothesis.seed(seed)  # below `settings`, for it switches the database off
    @hypothesis.given(st.lists(probes, min_size=1, max_size=LONGEST))
    def example(drawn: list[Probe]) -> None:
        new = [probe for probe in dict.fromkeys(drawn) if probe not in held]
        budget.repeated(len(drawn) - len(new))
        for probe in new:
            budget.spend()
            if keys := judge(probe):
                budget.broke()
                raise _breakage(keys[0])
            held.add(probe)

    try:
        example()
    except (Broke, _Enough):
        pass  # what broke is in the judge's hands
    except BaseExceptionGroup as group:  # several breakages, or one that did not come again
        if group.split((Broke, _Enough))[1] is not None:
            raise
