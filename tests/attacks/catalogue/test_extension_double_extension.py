"""Double extensions: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.double_extension import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b".php.txt", b".txt.php", b".php.zzqx", b".txt.php.txt", b"..txt"],
)
def test_reaches(token: bytes):
    """The active extension stands first, last and between."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_two_extensions():
    """A counterexample has one active extension and one more dot."""
    (name,) = names(minimal(ATTACK))

    assert b".php" in name
    assert name.count(b".") == 2
