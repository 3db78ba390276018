"""What must be refused for its content is refused, or made harmless."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest

from attacks.model import (
    BODY_KEPT,
    Body,
    Demand,
    Fill,
    Response,
    Retrieval,
    RetrievalKind,
    Severity,
)
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.not_kept_as_sent import SIGNATURE, not_kept_as_sent
from tests.attacks.oracles.builders import (
    PROFILE,
    change,
    download,
    effects,
    exchange,
    holds,
    observe,
    refused,
    stored,
    unclear,
    unseen,
)

FETCHED = replace(PROFILE, retrieval=Retrieval(kind=RetrievalKind.LOCATION))
BAD = exchange(b"a.png", b"no picture", demand=Demand.REFUSE)
KEPT = {SIGNATURE: ""}


def test_refusals_and_what_is_not_demanded_hold():
    """Nothing is stored, or nobody minds if it is."""
    assert holds(not_kept_as_sent, (BAD, refused()))
    assert holds(not_kept_as_sent, (exchange(), stored(retrieved=download())))


def test_the_same_bytes_break():
    """Whoever fetches the file gets what was sent."""
    step = stored(retrieved=download(b"no picture", content_type=b"image/png"))
    assert effects(not_kept_as_sent, (BAD, step), profile=FETCHED) == KEPT


@pytest.mark.parametrize("mark", [HIDDEN, zlib.compress(b"a picture " + HIDDEN)])
def test_other_bytes_with_the_mark_break(mark):
    """The file was written anew, and what was hidden in it too: in the clear, or packed."""
    step = stored(retrieved=download(b"drawn anew" + mark))
    assert effects(not_kept_as_sent, (BAD, step), profile=FETCHED) == KEPT


@pytest.mark.parametrize(
    ("content_type", "severity"),
    [(b"image/png", None), (b"application/octet-stream", Severity.LOW), (None, None)],
)
def test_an_unknown_type_is_less_bad(content_type, severity):
    """A browser saves it and does nothing else with it."""
    step = stored(retrieved=download(b"no picture", content_type=content_type))
    (effect,) = not_kept_as_sent(observe((BAD, step), profile=FETCHED)).effects
    assert effect.severity is severity


def test_other_bytes_hold_unless_the_mark_is_among_them():
    """An image drawn anew is another file; a mark in it is the attack's."""
    drawn = stored(retrieved=download(b"a picture"))
    assert holds(not_kept_as_sent, (BAD, drawn), profile=FETCHED)
    marked = stored(retrieved=download(b"a picture" + HIDDEN))
    assert effects(not_kept_as_sent, (BAD, marked), profile=FETCHED) == KEPT


def test_of_a_large_file_the_beginning_decides():
    """An observation keeps a part of an answer only."""
    body = Body((Fill(pattern=b"abc", size=BODY_KEPT + 10), b"end"))
    sent = replace(BAD, file=replace(BAD.file, content=body))
    step = stored(retrieved=download((b"abc" * BODY_KEPT)[:BODY_KEPT]))
    assert effects(not_kept_as_sent, (sent, step), profile=FETCHED) == KEPT


def test_on_disk_it_breaks_where_nothing_can_be_fetched():
    """Without a way back, the bytes in the folder are all that can be seen."""
    assert effects(not_kept_as_sent, (BAD, stored(change("1", b"no picture")))) == KEPT
    assert unclear(not_kept_as_sent, (BAD, stored(change("1", b"a picture"))))


def test_kept_and_withheld_holds():
    """202 says that it is given to nobody yet."""
    waits = stored(change("1", b"no picture"), response=Response(status=202))
    assert holds(not_kept_as_sent, (BAD, waits), profile=FETCHED)


def test_what_nobody_saw_is_unclear():
    """Kept, but not fetched back where others are; or not seen at all."""
    assert unclear(not_kept_as_sent, (BAD, stored(change("1", b"no picture"))), profile=FETCHED)
    assert unclear(not_kept_as_sent, (BAD, stored(response=None)), profile=FETCHED)
    assert unclear(not_kept_as_sent, (BAD, unseen()))


def test_a_request_without_a_file_is_nobodys():
    """There is no content to be kept."""
    assert holds(not_kept_as_sent, (exchange(None, demand=Demand.REFUSE), stored()))
