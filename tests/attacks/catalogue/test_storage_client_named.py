"""Client-named files: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.storage.client_named import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b"zzzz"],
)
def test_reaches(token: bytes):
    """Any run of letters that no hexadecimal key holds."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is eight letters."""
    assert names(minimal(ATTACK)) == (b"gggggggg.txt",)
