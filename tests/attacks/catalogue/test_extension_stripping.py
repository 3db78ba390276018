"""Stripped extensions: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.stripping import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b".pphphp", b"p.phphp", "p\u200bhp".encode(), b"%2ephp", b"%252ephp.txt", b"<b>"],
)
def test_reaches(token: bytes):
    """Nested, broken and encoded extensions are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is an extension inside itself."""
    assert names(minimal(ATTACK)) == (b"report.pphphp",)
