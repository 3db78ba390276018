"""Untouched: a file outlives the requests that have no right to change it."""

from __future__ import annotations

from attacks.model import ChangeKind, Response
from attacks.oracles.untouched import untouched
from tests.attacks.oracles.builders import change, disk, download, effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, owned

GONE = {"a file was removed by a request that had to be refused": ""}
REPLACED = {"a file was replaced by a request that had to be refused": ""}
REMOVED = disk(change("k", kind=ChangeKind.REMOVED))


def test_a_file_that_is_gone_breaks():
    """Told by the disk, or by a second look at its address."""
    gone = owned(refetched=Response(status=404))

    assert effects(untouched, owned(), (asked(b"POST"), answered(303, disk=REMOVED))) == GONE
    assert effects(untouched, gone, (asked(b"POST"), answered(303))) == GONE


def test_a_file_that_is_another_one_breaks():
    """The address answers with other bytes."""
    other = owned(refetched=download(b"other"))

    assert effects(untouched, other, (asked(b"POST"), answered(200))) == REPLACED


def test_a_file_that_is_still_there_holds():
    """Whatever was answered, and whatever else happened on the disk."""
    assert holds(untouched, owned(), (asked(), answered()))
    assert holds(untouched, owned(), (asked(), answered(disk=disk(change("x")))))
    assert holds(untouched, owned(retrieved=None), (asked(), answered(disk=disk())))
    assert holds(untouched, owned(refetched=None), (asked(), answered(disk=disk())))


def test_without_an_answer_or_a_look_it_is_unclear():
    """Nobody knows whether the request arrived, or what became of the file."""
    assert unclear(untouched, owned(), (asked(), SILENT))
    assert unclear(untouched, owned(retrieved=None), (asked(), answered()))
