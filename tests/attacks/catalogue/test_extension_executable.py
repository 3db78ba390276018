"""Executable extensions: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.extension.executable import ATTACK
from tests.attacks.seeking import minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b".phar", b".pth", b".jspx", b".cgi"],
)
def test_reaches(token: bytes):
    """PHP's, Python's, Java's and CGI's extensions are generated."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is a PHP file."""
    assert names(minimal(ATTACK)) == (b"a.php",)
