"""No file of the server's is in what it serves."""

from __future__ import annotations

import zlib

import pytest

from attacks.model import Response
from attacks.oracles.files_unread import files_unread
from tests.attacks.oracles.builders import (
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

LINE = b"root:x:0:0:root:/root:/bin/sh\n"
SIGNATURE = "a file of the server's came back"


@pytest.mark.parametrize(
    "body",
    [
        LINE,
        b"\n  1f\n" + LINE.hex().encode(),
        b"x" + zlib.compress(LINE.hex(" ", 16).encode()) + b"y",
    ],
)
def test_a_line_that_nobody_sent_breaks(body: bytes):
    """In the clear, in hexadecimal, and in a stream."""
    assert effects(files_unread, (exchange(), stored(retrieved=download(body)))) == {SIGNATURE: ""}


def test_an_answer_counts_as_well():
    """Whatever it answers, and under which address."""
    step = stored(response=Response(status=200, body=LINE), address="/files/x")
    assert effects(files_unread, (exchange(), step)) == {SIGNATURE: ""}


def test_other_bytes_hold():
    """A word about root, digits that are no text, and a refusal."""
    other = stored(retrieved=download(b"root: 0:0 " + b"ab" * 40))
    assert holds(files_unread, (exchange(), other), (exchange(), refused()))


def test_an_answer_that_did_not_come_is_unclear():
    """It may have held the line."""
    assert unclear(files_unread, (exchange(), unseen(response=None, failure="it was cut off")))
