"""A table that the target writes holds text, and no formula."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Routes
from attacks.oracles.inert_cells import inert_cells
from tests.attacks.oracles.builders import PROFILE, effects, exchange, holds, stored, unclear
from tests.attacks.oracles.people import SILENT, answered, visit

EXPORTING = replace(PROFILE, routes=Routes(export="/files.csv"))
CSV = ((b"Content-Type", b"text/csv; charset=utf-8"),)
FORMULA = {"a file name became a formula": ""}


def exported(name, table, headers=CSV, status=200):
    """Return an upload under *name*, and the table that was exported afterwards."""
    asked = visit(b"/files.csv"), answered(status, table, headers)
    return (exchange(name), stored()), asked


@pytest.mark.parametrize(
    ("name", "table"),
    [
        (b"=1+1.txt", b"id,name\r\n1,=1+1.txt\r\n"),
        (b"@SUM(1).txt", b'"1","@SUM(1).txt"'),
        (b"a,=1+1", b"1,a,=1+1"),
        (b"a;=1+1", b"1,a;=1+1"),
        ("＝1+1.txt".encode(), "＝1+1.txt,2".encode()),
        (b"=1+1.txt", b"1, =1+1.txt"),
    ],
)
def test_a_formula_breaks(name, table):
    """In a cell of its own, or in one that the name has opened."""
    assert effects(inert_cells, *exported(name, table), profile=EXPORTING) == FORMULA


@pytest.mark.parametrize(
    ("name", "table"), [(b"=1+1.txt", b'"1","\'=1+1.txt"'), (b"a.txt", b"-1,a.txt"), (b"a", b"")]
)
def test_text_holds(name, table):
    """An apostrophe stands before it, or the sign is the target's own number."""
    assert holds(inert_cells, *exported(name, table), profile=EXPORTING)


@pytest.mark.parametrize(("headers", "status"), [((), 200), (CSV, 403)])
def test_what_is_no_table_is_unclear(headers, status):
    """Another type, a refusal, no answer; who did not ask gets none."""
    upload, asked = exported(b"=1+1", b"=1+1", headers, status)

    assert unclear(inert_cells, upload, asked, profile=EXPORTING)
    assert unclear(inert_cells, upload, (asked[0], SILENT), profile=EXPORTING)
    assert holds(inert_cells, upload, profile=EXPORTING)
