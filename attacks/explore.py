"""Draw cases with Hypothesis and shrink what breaks: all its settings live here.

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

from attacks.model import Probe, Weight

HEAVY_SHARE = 10  # a heavy attack gets this part of the shrinking calls

Judge = Callable[[Probe], tuple[str, ...]]
"""Judge one case; returns the keys of the breakages that are new to this attack."""


class Broke(Exception):  # noqa: N818 - a result, raised only to steer Hypothesis
    """A case broke; each key has a subclass of its own."""


class _Enough(BaseException):
    """The shrinking budget is spent."""


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
    left = shrinks if weight is Weight.LIGHT else shrinks // HEAVY_SHARE
    broke = False

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
    @hypothesis.given(probes)
    def case(probe: Probe) -> None:
        nonlocal left, broke
        left -= broke
        if left < 0:
            raise _Enough
        if keys := judge(probe):
            broke = True
            raise _breakage(keys[0])

    try:
        case()
    except (Broke, _Enough):
        pass  # what broke is in the judge's hands
    except BaseExceptionGroup as group:  # several breakages, or one that did not come again
        if group.split((Broke, _Enough))[1] is not None:
            raise
