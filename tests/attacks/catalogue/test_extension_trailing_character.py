"""Trailing characters: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.trailing_character import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b".php.", b".php ", b".php::$DATA", b".php;", b".php/.txt", b".php%20"],
)
def test_reaches(token: bytes):
    """Dots, blanks, streams, cuts and separators are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is one trailing dot."""
    assert names(minimal(ATTACK)) == (b"report.php..txt",)
