"""A file comes back as it was sent."""

from __future__ import annotations

import pytest

from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from tests.attacks.oracles.builders import (
    PNG,
    change,
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

BINARY = {"content_type": b"application/octet-stream"}


def served(body, content=b"hello\n", **headers):
    """Return a step whose file was served as *body*."""
    return exchange(content=content), stored(retrieved=download(body, **(BINARY | headers)))


def test_the_same_bytes_hold():
    """Served back, or on disk beside other files."""
    assert holds(stored_bytes_equal_sent, served(b"hello\n"))
    step = stored(change("meta", b"{}"), change("k"), retrieved=download(b"?"))
    assert holds(stored_bytes_equal_sent, (exchange(), step))


def test_what_was_not_stored_holds():
    """A refusal, and a request without a file."""
    assert holds(stored_bytes_equal_sent, (exchange(), refused()), (exchange(None), stored()))


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b"hello\n\r", "more bytes came back than were sent"),
        (b"hell", "fewer bytes came back than were sent"),
        (b"", "fewer bytes came back than were sent"),
        (b"HELLO\n", "other bytes came back than were sent"),
        (b"<p>hello there", "more bytes came back than were sent"),
    ],
)
def test_other_bytes_break(body, signature):
    """One byte more is enough."""
    assert effects(stored_bytes_equal_sent, served(body)) == {signature: ""}


def test_an_image_that_only_grew_breaks():
    """No encoder writes the old file and one byte."""
    found = effects(stored_bytes_equal_sent, served(PNG.content + b"\r", PNG.content))
    assert found == {"more bytes came back than were sent": ""}


def test_an_image_written_anew_is_unclear():
    """Other bytes of the same type prove nothing."""
    anew = PNG.content[:8] + b"other"
    assert unclear(stored_bytes_equal_sent, served(anew, PNG.content))


def test_a_page_is_unclear():
    """What came back may not be the file at all."""
    page = served(b"<p>", content_type=b"text/html")
    assert unclear(stored_bytes_equal_sent, page)
    assert effects(stored_bytes_equal_sent, served(b"<p>", content_type=None))


def test_nothing_to_compare_is_unclear():
    """Nobody saw it stored, or it differs on disk only, which may be compression."""
    assert unclear(stored_bytes_equal_sent, (exchange(), unseen()))
    assert unclear(stored_bytes_equal_sent, (exchange(), stored(change("k", b"gzip"))))
