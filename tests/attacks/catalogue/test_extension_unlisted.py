"""Unlisted extensions: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.unlisted import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize("token", [b".exe", b".url", b".html.gz", b".tar.", b"7"])
def test_reaches(token: bytes):
    """Known ones, compressed pages and made-up ones are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is a program."""
    assert names(minimal(ATTACK)) == (b"a.exe",)
