"""Folding characters: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.unicode_fold import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    ["．".encode(), "․".encode(), "ｐ".encode(), "ſ".encode(), "\u212a".encode(), "ⓗ".encode()],
)
def test_reaches(token: bytes):
    """Dots, alphabets and single letters that fold are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_one_disguise():
    """A counterexample is plain but for one character."""
    (name,) = names(minimal(ATTACK))

    assert sum(not char.isascii() for char in name.decode()) == 1
