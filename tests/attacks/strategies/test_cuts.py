"""Cuts: where they fall, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given

from attacks.catalogue.multipart.cut_independence import ATTACK
from attacks.model import Body
from attacks.strategies.cuts import PLACES, anywhere, at_parts, behind_fields, cut
from attacks.wire.multipart import BOUNDARY
from tests.attacks.seeking import PNG, QUIET, TXT, with_people

CLOSE = b"\r\n--" + BOUNDARY + b"--\r\n"
ENDS = {
    "before-delimiter": b"",
    "behind-return": CLOSE[:1],
    "behind-line-end": CLOSE[:2],
    "behind-first-dash": CLOSE[:3],
    "before-boundary": CLOSE[:4],
    "behind-boundary": CLOSE[:-4],
    "between-closing-dashes": CLOSE[:-3],
    "behind-closing-dashes": CLOSE[:-2],
    "before-last-line-feed": CLOSE[:-1],
    "before-blank-line": b"text/plain\r\n",
    "inside-blank-line": b"text/plain\r\n\r",
    "before-data": b"text/plain\r\n\r\n",
    "inside-file-name": b'filename="ap',
    "inside-header-name": b"Conte",
}


def pieces(variant: str, profile=TXT) -> tuple[bytes, ...]:
    """Return the pieces of the second delivery of that seed."""
    probe = next(probe for probe in ATTACK.seeds(profile) if probe.variant == variant)
    whole, apart = (step.request for step in probe.steps)
    assert len(whole.body.pieces) == 1
    assert whole.pause == apart.pause is not None
    return apart.body.pieces


@pytest.mark.parametrize(("variant", "end"), ENDS.items(), ids=list(ENDS))
def test_a_body_is_cut_in_two_where_the_name_says(variant: str, end: bytes):
    """The first piece ends there, and the two are the form."""
    first, second = pieces(variant)

    assert first.endswith(end or TXT.sample.content[-1:])
    assert (first + second).endswith(CLOSE)


@pytest.mark.parametrize(("variant", "size"), [("byte-by-byte", 1), ("two-by-two", 2)])
@pytest.mark.parametrize("profile", [TXT, with_people(PNG)], ids=["txt", "people"])
def test_text_fields_stay_whole(variant: str, size: int, profile):
    """What stands in front of the file is one piece; behind it all are of one size."""
    first, *rest = pieces(variant, profile)

    values = [value.encode() for _, value in profile.fields_of("a")]
    assert all(value in first for value in values)
    assert {len(piece) for piece in rest[:-1]} == {size}


def test_every_place_has_a_seed():
    """The table of places is the list of variants."""
    assert [probe.variant for probe in ATTACK.seeds(TXT)] == list(PLACES)


@QUIET
@given(parts=anywhere())
def test_nothing_is_lost_wherever_it_is_cut(parts: tuple[float, ...]):
    """The pieces are the body, none of them empty, and none ends in front of the start."""
    body = bytes(range(200))
    made = cut(body, at_parts(parts)(body, 50))

    assert made.to_bytes() == body
    assert all(made.pieces)
    assert len(made.pieces[0]) >= 50


def test_a_cut_outside_the_body_is_none():
    """So are two at one place."""
    assert cut(b"abc", (0, 1, 1, 3, 9)) == Body((b"a", b"bc"))


def test_a_form_without_fields_is_cut_from_its_beginning():
    """There is nothing to keep whole."""
    assert behind_fields(TXT, b"anything") == 0
