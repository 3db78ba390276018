"""The grammar of names reaches what plain text never would, and shrinks to the plainest."""

from __future__ import annotations

import pytest

from attacks.strategies import filenames
from tests.attacks.seeking import found


@pytest.mark.parametrize(
    "token", [b"../", b"..\\", b"%2e%2e%2f", b"%252f", "．．／".encode(), b"\xc0\xaf", b"....//"]
)
def test_climbs_reach(token: bytes):
    """Each spelling of a step up is written."""
    assert token in found(filenames.climbs(), lambda name: token in name)


def test_climbs_shrink_to_one_plain_step():
    """The plainest climb is the one that everybody knows."""
    assert found(filenames.climbs(), lambda _: True) == b"../"


@pytest.mark.parametrize(
    "character", [b"\x00", b"\n", b"\r", b"\x1b", b"\x7f", b"\xff", "\u202e".encode(), b"\xc2\x85"]
)
def test_hostile_characters_reach(character: bytes):
    """Controls, line ends, direction marks and bytes that are no text are drawn."""
    assert found(filenames.hostile_characters(), lambda c: c == character) == character


def test_hostile_characters_leave_joiners_alone():
    """The joiners are honest spelling in several scripts."""
    assert not set("\u200c\u200d") & set(filenames.CONTROLS)


@pytest.mark.parametrize("name", ["CON", "nul ", "Com1", "LPT¹", "conin$", "AUX:"])
def test_devices_reach(name: str):
    """Device names come in any case and with what Windows ignores."""
    assert found(filenames.devices(), lambda drawn: drawn == name) == name


def test_folding_pairs_differ():
    """The two names of a pair are never the same."""
    pair = found(filenames.folding_pairs(), lambda pair: "文" in pair[0])

    assert pair == ("文", "報")
    assert all(first != second for first, second in filenames.FOLDS)


def test_long_stems_are_longer_than_they_must_be():
    """Each is over the limit in bytes, or grows over it."""
    plain = found(filenames.long_stems(251), lambda stem: stem.isascii())
    growing = found(filenames.long_stems(251), lambda stem: "㎯" in stem)

    assert plain == "a" * 252
    assert len(growing.encode()) < 251


def test_foreign_stems_are_honest():
    """They hold no character that an attack uses."""
    assert not set("".join(filenames.FOREIGN_STEMS)) & set(filenames.CONTROLS)
