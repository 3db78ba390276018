"""Reserved names: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.filename.reserved_name import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b"CON.txt", b"LPT", b"--", b"~1.txt", b":", "¹".encode()],
)
def test_reaches(token: bytes):
    """Devices, options, aliases and streams are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is the best-known device."""
    assert names(minimal(ATTACK)) == (b"CON.txt",)
