"""Control characters: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.filename.control_character import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b"\x00", b"\n", b"\r", b"\x1b", b"\xff", "\u202e".encode()],
)
def test_reaches(token: bytes):
    """Controls, direction marks and bytes that are no text are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is NUL before one letter."""
    assert names(minimal(ATTACK)) == (b"\x00a.txt",)
