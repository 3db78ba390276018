"""Dotfiles: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.catalogue.filename.dotfile import ATTACK
from tests.attacks.seeking import TXT, minimal, names, reached

DISPOSABLE = replace(TXT, disposable=True)


@pytest.mark.parametrize(
    "token",
    [b".htaccess", b".env.txt", b"...", b" .", "．".encode()],
)
def test_reaches(token: bytes):
    """Known names, dots alone and blanks before the dot are generated."""
    assert token in reached(ATTACK, lambda name: token in name, DISPOSABLE)


def test_shrinks_to_the_plainest():
    """A counterexample is a bare extension behind a dot."""
    assert names(minimal(ATTACK)) == (b"..txt",)
