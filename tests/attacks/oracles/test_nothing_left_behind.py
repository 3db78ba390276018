"""A refusal leaves no trace."""

from __future__ import annotations

from attacks.model import ChangeKind, Demand
from attacks.oracles.nothing_left_behind import nothing_left_behind
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

LEFT = {"a refused upload left a path behind": "temp-hygiene"}


def test_an_accepted_upload_may_leave_its_file():
    """Only refusals are judged."""
    assert holds(nothing_left_behind, (exchange(), stored(change("k1"))))


def test_a_clean_refusal_holds():
    """Nothing changed, nothing is open."""
    assert holds(nothing_left_behind, (exchange(), refused()))


def test_a_folder_that_only_changed_its_time_holds():
    """A temporary file came and went in it."""
    step = refused(change("a", None, ChangeKind.MODIFIED), change("b", None, ChangeKind.REMOVED))
    assert holds(nothing_left_behind, (exchange(), step))


def test_a_path_that_stays_breaks():
    """A created path and a changed file are both left."""
    assert effects(nothing_left_behind, (exchange(), refused(change("tmp1")))) == LEFT
    changed = change("log", b"x", ChangeKind.MODIFIED)
    assert effects(nothing_left_behind, (exchange(), refused(changed))) == LEFT


def test_an_open_descriptor_breaks():
    """A handle that is never closed is an effect of its own."""
    found = effects(nothing_left_behind, (exchange(), refused(disk=disk(left_open=1))))
    assert found == {"a refused upload left a descriptor open": "temp-hygiene"}


def test_no_answer_to_what_must_be_refused_is_a_refusal():
    """A broken connection excuses no leftover."""
    pair = exchange(demand=Demand.REFUSE), stored(change("part"), response=None)
    assert effects(nothing_left_behind, pair) == LEFT


def test_no_view_is_unclear():
    """A refusal on a target without a view of the disk tells nothing."""
    assert unclear(nothing_left_behind, (exchange(), refused(disk=None)))
