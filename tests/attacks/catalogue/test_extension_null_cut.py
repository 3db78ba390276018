"""Cut names: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.null_cut import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b".php\x00.txt", b".php\n", b".php%00.txt", b"\xc0\x80", b".php\xff"],
)
def test_reaches(token: bytes):
    """Raw, encoded and overlong cuts are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is a NUL before the allowed extension."""
    assert names(minimal(ATTACK)) == (b"report.php\x00.txt",)
