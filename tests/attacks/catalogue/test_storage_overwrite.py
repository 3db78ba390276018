"""Overwriting: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.storage.overwrite import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    ["報告".encode(), "отчёт".encode()],
)
def test_reaches(token: bytes):
    """Names in other scripts are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is one letter, sent twice."""
    assert names(minimal(ATTACK)) == (
        b"gauntlet-a.txt",
        b"gauntlet-a.txt",
    )
