"""A quote in a value ends no query."""

from __future__ import annotations

import pytest

from attacks.oracles.literal_values import literal_values
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, owned, visit

FOUND = {"a condition in an identifier found a file": ""}
CONDITIONS = [b"{url}%27%20OR%20%271%27=%271", b"{url} or 1=1", b"{url}'--", b"{url}' UNION x"]


@pytest.mark.parametrize("path", CONDITIONS)
def test_a_condition_that_finds_the_file_breaks(path):
    """However it is written."""
    assert effects(literal_values, owned(), (asked(path=path), answered(200, b"hello\n"))) == FOUND


def test_a_value_that_fails_breaks():
    """Wherever it stood."""
    assert effects(literal_values, (visit(b"/?page=1'"), answered(500))) == {
        "a value that could end a query made the target fail": ""
    }


def test_what_is_read_as_it_stands_holds():
    """A refusal, another page, an empty file, a plain address, a page about no file."""
    condition = asked(path=CONDITIONS[0])

    assert holds(literal_values, owned(), (condition, answered(404, b"hello\n")))
    assert holds(literal_values, owned(), (condition, answered(200, b"<form>")))
    assert holds(literal_values, owned(), (condition, answered(200, b"")))
    assert holds(literal_values, owned(retrieved=None), (condition, answered(200, b"hello\n")))
    assert holds(literal_values, owned(), (asked(), answered(200, b"hello\n")))
    assert holds(literal_values, (visit(CONDITIONS[0]), answered(200, b"hello\n")))


def test_no_answer_is_unclear():
    """Nobody said anything."""
    assert unclear(literal_values, owned(), (asked(), SILENT))
    assert unclear(literal_values, owned(), (asked(path=CONDITIONS[0]), SILENT))
