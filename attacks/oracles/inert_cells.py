"""Inert cells: a table that the target writes holds text, and no formula.

Denies that a cell of an exported CSV which came from a file name begins with a sign that a
spreadsheet takes for a formula, and that a name opens further cells. Cells are read as strictly
as RFC 4180 says, and, where no quotes stand, as programs that cut at semicolons and tabs.

Blind to
    Tables in other formats; cells whose names were changed beyond recognition.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from attacks.model import Effect, Observation, Response, Verdict
from attacks.oracles.judging import SERVED, judged, quoted, text_of
from attacks.oracles.showing import names

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
TABLES = (b"text/csv", b"text/comma-separated-values", b"application/csv", b"text/tab-separated")
RUN = 4  # letters and digits of a name by which its cell is known again


def inert_cells(seen: Observation) -> Verdict:
    """Hold if no cell that came from a name begins a formula."""
    export = seen.profile.routes.export.encode()
    tables = [step.response for e, step in seen.pairs() if e.request.path == export]
    own = "".join(name for name, _ in names(seen))
    return judged(
        (effect for table in tables for effect in _effects(table, own)),
        ["no table was answered: look at routes.export" for each in tables if not _is_table(each)],
    )


def _is_table(answer: Response | None) -> bool:
    if answer is None or answer.status not in SERVED:
        return False
    return any(value.lower().startswith(TABLES) for value in answer.header(b"content-type"))


def _effects(table: Response | None, own: str) -> Iterator[Effect]:
    text = text_of(table.body) if table and _is_table(table) else ""
    bare = "\n".join(line for line in text.splitlines() if '"' not in line)
    for cell in (*_cells(text, ","), *_cells(bare, ";"), *_cells(bare, "\t")):
        start = cell.lstrip(" ")
        if start.startswith(FORMULA) and _is_own(start, own):
            yield Effect(
                signature="a file name became a formula",
                detail=f"a cell of the table is {quoted(cell[:200])}",
            )


def _cells(text: str, delimiter: str) -> Iterator[str]:
    for row in csv.reader(text.splitlines(), delimiter=delimiter):
        yield from row


def _is_own(cell: str, own: str) -> bool:
    """Tell whether the formula is the client's: its sign and what follows stand in the name."""
    return cell[: RUN + 1] in own
