"""Markup extensions: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.markup import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b".svg", b".xht", b".mht", b".shtml"],
)
def test_reaches(token: bytes):
    """HTML's relatives are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is an HTML file."""
    assert names(minimal(ATTACK)) == (b"a.html",)
