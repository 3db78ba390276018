"""Collapsing names: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.storage.collapsing_names import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    ["文".encode(), b"\xcc\x81", b" ", "ß".encode(), b"../gauntlet-plan", b"gauntlet-plan%00"],
)
def test_reaches(token: bytes):
    """Scripts, normal forms, blanks, and what a clean-up takes away are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample differs in case alone."""
    assert names(minimal(ATTACK)) == (
        b"gauntlet-A.txt",
        b"gauntlet-a.txt",
    )
