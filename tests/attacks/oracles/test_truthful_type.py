"""A file is served as what it is."""

from __future__ import annotations

import pytest

from attacks.model import Response
from attacks.oracles.truthful_type import truthful_type
from tests.attacks.oracles.builders import (
    JPEG,
    PNG,
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
)

SNIFFABLE = {"the content type can be sniffed": "nosniff"}
MISTYPED = {"the content type is not from the accepted table": "response-media-type"}


def served(name=b"report.txt", body=b"hello\n", rivals=(), **headers):
    """Return a step whose file was served with *headers*."""
    return exchange(name, rivals=rivals), stored(retrieved=download(body, **headers))


@pytest.mark.parametrize("value", [None, b"nosniff, nosniff", b"", (b"nosniff", b"nosniff")])
def test_anything_but_one_nosniff_breaks(value):
    """A repeated header is joined, and then says nothing."""
    assert effects(truthful_type, served(x_content_type_options=value)) == SNIFFABLE


def test_nosniff_is_folded():
    """The Fetch standard compares without case."""
    assert holds(truthful_type, served(x_content_type_options=b" NoSniff"))


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"text/html; charset=utf-8",
        b"text/plain",
        b"text/plain; format=flowed",
        b"image/png",
        b"image/svg+xml",
        b"application/rss+xml",
    ],
)
def test_another_type_breaks(value):
    """Active, missing, of another sample, and text that leaves its charset to a guess."""
    assert effects(truthful_type, served(content_type=value)) == MISTYPED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (b"report.txt", b"text/plain; charset=utf-8"),
        (b"report.txt", b"application/octet-stream"),
        (b"a.jpeg", b"Image/JPEG"),
        (b"unknown", b"image/png"),
        (b"a.txt.png", b"image/png"),
    ],
)
def test_a_type_of_the_table_holds(name, value):
    """Of the name's own extensions, of any sample if it has none, or unknown."""
    assert holds(truthful_type, served(name, content_type=value))


def test_a_rival_name_counts():
    """Whichever reading was taken, the type is that of a sample."""
    assert holds(truthful_type, served(rivals=(b"b.png",), content_type=b"image/png"))


def test_an_image_written_anew_holds():
    """The type is that of the bytes, whatever was sent."""
    pair = served(b"a.png", JPEG.content, content_type=b"image/jpeg")
    assert holds(truthful_type, pair)
    assert effects(truthful_type, served(b"a.txt", PNG.content, content_type=b"image/jpeg"))


def test_a_probe_without_a_file_is_judged_by_the_whole_table():
    """There is no name to compare with."""
    step = stored(retrieved=download(content_type=b"text/html; charset=utf-8"))
    assert effects(truthful_type, (exchange(None), step)) == MISTYPED


def test_a_file_that_was_not_fetched_is_unclear():
    """Unless it was refused."""
    assert unclear(truthful_type, (exchange(), stored(retrieved=Response(status=302))))
    assert holds(truthful_type, (exchange(), refused()))


@pytest.mark.parametrize("coding", [b"gzip", b"br"])
def test_an_encoding_that_nobody_asked_for_breaks(coding):
    """A browser would unpack the file before it looks at its type."""
    answer = download(content_encoding=coding)
    assert effects(truthful_type, (exchange(), stored(retrieved=answer))) == {
        "a stored file is served as an encoded one": "response-media-type"
    }
    plain = download(content_encoding=b"identity")
    assert holds(truthful_type, (exchange(), stored(retrieved=plain)))
