"""A stored file is for its owner alone."""

from __future__ import annotations

import pytest

from attacks.model import ChangeKind
from attacks.oracles.private_mode import private_mode
from tests.attacks.oracles.builders import (
    change,
    disk,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
)


def test_owner_only_holds():
    """0600 and narrower; folders and what is gone are not judged."""
    files = change("a"), change("b", mode=0o400), change("d", None, mode=0o755)
    gone = change("old", b"x", ChangeKind.REMOVED, mode=0o644)
    assert holds(private_mode, (exchange(), stored(*files, gone)))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o700, 0o4600])
def test_any_further_bit_breaks(mode):
    """Group, others, execute and set-id bits are each too much."""
    found = effects(private_mode, (exchange(), stored(change("a", mode=mode))))
    assert found == {"a stored file is not private": "least-privilege-mode"}


def test_a_file_that_was_there_before_is_judged_too():
    """A server that keeps its files shows the second run of a suite no new ones."""
    old = change("a", kind=ChangeKind.MODIFIED, mode=0o644)
    assert set(effects(private_mode, (exchange(), stored(old)))) == {"a stored file is not private"}


def test_nothing_judged_is_unclear():
    """Something was stored, and the view of the disk does not show where."""
    assert unclear(private_mode, (exchange(), stored(disk=disk())))


def test_no_view_is_unclear_only_if_something_was_stored():
    """A refusal leaves no file whose mode could matter."""
    assert unclear(private_mode, (exchange(), stored()))
    assert holds(private_mode, (exchange(), refused(disk=None)))
