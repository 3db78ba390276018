"""What was seen on each release, beside what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.history.defects import DEFECTS, Defect
from tests.history.releases import SERVES_NOTHING


class Cell(StrEnum):
    """What the suite made of one defect on one release."""

    SEEN = "●"
    RIGHTLY_QUIET = "·"
    MISSED = "○"
    FALSE = "!"
    UNTRIED = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one release came to."""

    release: str
    broken: Mapping[str, Sequence[str]]
    """The effects of each variant that broke, by ``attack:variant``."""
    unjudged: Sequence[str]
    """The attacks that proved nothing, each with the reason."""
    windows: Mapping[str, Sequence[str]]
    """The hostile names that were let through, by advisory."""
    passed: Mapping[str, bool]
    """Werkzeug's own newest tests, and whether they passed."""
    uncollected: Sequence[str]
    """Files of these tests that cannot be loaded on this release."""

    def cell(self, defect: Defect) -> Cell:
        """Return what was seen of *defect*."""
        if not self._tried(defect):
            return Cell.UNTRIED
        if self._shows(defect):
            return Cell.SEEN if defect.is_in(self.release) else Cell.FALSE
        return Cell.MISSED if defect.is_in(self.release) else Cell.RIGHTLY_QUIET

    def _tried(self, defect: Defect) -> bool:
        if not defect.breaks:
            return True
        attack = defect.breaks.partition(":")[0]
        judged = not any(reason.startswith(f"{attack}:") for reason in self.unjudged)
        return judged and self.release not in SERVES_NOTHING

    def _shows(self, defect: Defect) -> bool:
        if not defect.breaks:
            return bool(self.windows[defect.id])
        apart = not defect.holds or defect.holds not in self.broken
        return apart and defect.effect in self.broken.get(defect.breaks, ())

    def failing(self, defect: Defect) -> frozenset[str]:
        """Return Werkzeug's own tests about *defect* that fail here."""
        about = defect.upstream or ("\0",)
        failed = (name for name, passed in self.passed.items() if not passed)
        return frozenset(name for name in failed if name.startswith(about))


def told_by_upstream(outcomes: Sequence[Outcome], release: str, defect: Defect) -> bool:
    """Return whether Werkzeug's own tests tell of *defect* in *release*.

    A test tells of it that fails there, and passes on the next release that is without it.
    """
    by_release = {outcome.release: outcome for outcome in outcomes}
    mended = defect.mended_in(release, by_release)
    if mended is None or not defect.is_in(release):
        return False
    return bool(by_release[release].failing(defect) - by_release[mended].failing(defect))


def complaints(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield each cell in which what was seen is not what is known."""
    for outcome in outcomes:
        for defect in DEFECTS:
            if (cell := outcome.cell(defect)) in {Cell.MISSED, Cell.FALSE}:
                yield f"{outcome.release}: {defect.id}: {cell.name.lower()}"


def count(outcomes: Sequence[Outcome], defect: Defect, *, seen: bool) -> int:
    """Return how many of the releases with *defect* were tried, or showed it."""
    wanted = {Cell.SEEN} if seen else {Cell.SEEN, Cell.MISSED}
    return sum(outcome.cell(defect) in wanted for outcome in outcomes)
