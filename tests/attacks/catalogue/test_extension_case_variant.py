"""Case variants: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.case_variant import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b".pHp", b".HTML", b".sVG"],
)
def test_reaches(token: bytes):
    """Any letter may be a capital one."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is in capitals."""
    assert names(minimal(ATTACK)) == (b"report.PHP",)
