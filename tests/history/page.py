"""Write ``docs/history.md``: the defects, the grid, and Werkzeug's own tests beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.history.defects import DEFECTS, Defect
from tests.history.grid import Cell, Outcome, count, told_by_upstream
from tests.history.releases import NEWEST

PAGE = Path(__file__).parents[2] / "docs" / "history.md"
HEAD = f"""# Known weak software: {{releases}} releases of Werkzeug

Made by `tox -e history`, which takes minutes and the network, and is no part of plain `tox`. Each
release is installed beside the Flask of its time; every named variant of the catalogue is then
sent to the tutorial app (`tests/apps/tutorial.py`; for `size.field-flood` with the limit of 500,000
bytes on text fields that Werkzeug has by itself since 3.1). What is known of the defects comes from
their advisories and issues, never from what the suite sees.

A defect counts as seen where the one variant that is named for it has the effect that is named
with it. The six that only Windows has cannot be reached by a request here: for these Werkzeug is
asked itself, told that it runs on Windows (`tests/history/windows.py`). The last columns say on
how many of the releases that have the defect it was seen, and on how many Werkzeug's own tests,
those of {NEWEST}, tell of it. Most of these tests came with the mending, and know what to look
for; *none* means that there is no test about it.
"""
GRID = f"""## Releases and defects

`{Cell.SEEN}` seen, and it is there; `{Cell.RIGHTLY_QUIET}` not seen, and it is not there;
`{Cell.MISSED}` there, and not seen; `{Cell.FALSE}` seen, and not there; `{Cell.UNTRIED}` not tried.
The router of Werkzeug 0.15.4 does not work on Python 3.8 and newer; 2.3.0 and 2.3.2 refuse honest
text fields too, so that a refusal proves nothing there.
"""
OWN = f"""## Werkzeug's own tests

Those of {NEWEST} about forms, headers and paths, run on each release: how many passed and failed,
which files could not be loaded, and which of the defects they tell of: by a test about it that
fails there, and passes on the next release without the defect. Most of what fails asks for what
the release never promised, and counts as nothing. A test that runs ten seconds has failed.

The test about CVE-2023-25577 fails on 2.2.3 too, where the parts are counted; the one about
CVE-2024-49767 passes wherever the defect is; the one about CVE-2024-49766 can fail on Windows only.
"""


def write(outcomes: Sequence[Outcome]) -> None:
    """Write the page."""
    PAGE.write_text("\n".join(_page(outcomes)) + "\n", encoding="utf-8")


def _page(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield HEAD.format(releases=len(outcomes))
    yield _summary(outcomes)
    yield from _defects(outcomes)
    yield from ("", GRID)
    yield from grid(outcomes)
    yield from ("", OWN)
    yield from _own(outcomes)
    yield ""
    for defect in DEFECTS:
        if defect.upstream:
            yield f"- {defect.id}: {', '.join(f'`{test}`' for test in defect.upstream)}"


def _summary(outcomes: Sequence[Outcome]) -> str:
    seen = sum(bool(count(outcomes, defect, seen=True)) for defect in DEFECTS)
    told = sum(
        any(told_by_upstream(outcomes, outcome.release, defect) for outcome in outcomes)
        for defect in DEFECTS
    )
    seen_of_all = f"Seen on a release that has it: {seen} of {len(DEFECTS)} defects."
    return f"{seen_of_all} Werkzeug's own tests tell of {told}.\n"


def _defects(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| no. | id | defect | releases since 0.15 | variant | seen on | own tests |"
    yield "|---|---|---|---|---|---|---|"
    for number, defect in enumerate(DEFECTS, 1):
        ranges = ", ".join(f"{a} – {z}" if a != z else a for a, z in defect.bad)
        variant = f"`{defect.breaks}`" if defect.breaks else "library"
        tried = count(outcomes, defect, seen=False)
        seen = f"{count(outcomes, defect, seen=True)} of {tried}"
        cells = (str(number), defect.id, defect.title, ranges, variant, seen)
        yield _row(*cells, _upstream(outcomes, defect))


def _upstream(outcomes: Sequence[Outcome], defect: Defect) -> str:
    if not defect.upstream:
        return "none"
    having = [outcome for outcome in outcomes if defect.is_in(outcome.release)]
    told = sum(told_by_upstream(outcomes, outcome.release, defect) for outcome in having)
    return f"{told} of {len(having)}"


def grid(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of the table of releases and defects."""
    yield _row("release", *(str(number) for number in range(1, len(DEFECTS) + 1)))
    yield _row(*["---"] * (len(DEFECTS) + 1))
    for outcome in outcomes:
        yield _row(outcome.release, *(outcome.cell(defect) for defect in DEFECTS))


def _own(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| release | passed | failed | not loaded | tell of |"
    yield "|---|---|---|---|---|"
    for outcome in outcomes:
        passed = sum(outcome.passed.values())
        failed = len(outcome.passed) - passed
        about = [d.id for d in DEFECTS if told_by_upstream(outcomes, outcome.release, d)]
        files = ", ".join(f"`{file}`" for file in outcome.uncollected)
        yield _row(outcome.release, str(passed), str(failed), files, ", ".join(about))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
