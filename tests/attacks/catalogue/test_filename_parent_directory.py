"""Parent-directory segments: what its strategy reaches and what it shrinks to."""

from __future__ import annotations

import pytest

from attacks.catalogue.filename.parent_directory import ATTACK
from tests.attacks.seeking import PNG, TXT, minimal, names, reached


@pytest.mark.parametrize(
    "token",
    [b"..\\", b"%2e%2e%2f", b"%252f", "．．／".encode(), b"\xc0\xaf", b"....//"],
)
def test_reaches(token: bytes):
    """Encoded, doubled and overlong spellings are generated, not only ``../``."""
    assert token in reached(ATTACK, lambda name: token in name)


def test_shrinks_to_the_plainest():
    """A counterexample is one step up."""
    assert names(minimal(ATTACK)) == (b"../gauntlet-climbed.txt",)


def test_witnesses_are_the_folders_above_the_root():
    """Where the root is known, each folder that a climb may end in is looked at."""
    assert ATTACK.seeds(TXT)[0].witnesses == ()
    assert ATTACK.seeds(PNG)[0].witnesses == (
        "/srv/app/gauntlet-climbed.png",
        "/srv/gauntlet-climbed.png",
        "/gauntlet-climbed.png",
    )
