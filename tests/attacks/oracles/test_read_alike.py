"""A stored request is read by other parsers as the target read it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Reading
from attacks.oracles.read_alike import read_alike
from tests.attacks.oracles.builders import (
    change,
    digest,
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


def reading(parser: str, *names: bytes, content: bytes = b"hello\n") -> Reading:
    """Return what *parser* makes of a request: files of these names."""
    return Reading(parser=parser, names=names, digests=(digest(content),) * len(names))


ONE, TWO = reading("one", b"a.txt"), reading("two", b"a.txt")
NO = Reading(parser="strict", refused=True)


def asked(*readings: Reading):
    """Return an upload of which the parsers make these *readings*."""
    sent = exchange(b"a.txt")
    return replace(sent, file=replace(sent.file, readings=readings))


def test_equal_readings_hold():
    """Who refuses contradicts nobody, and what is not stored is not misread."""
    other = reading("other", b"b.txt")
    assert holds(read_alike, (asked(ONE, TWO, NO), stored(change("9c1f"))))
    assert holds(read_alike, (asked(ONE, other), refused()))
    assert holds(read_alike, (asked(NO), stored()), (exchange(), stored()))
    assert holds(read_alike, (exchange(None), stored()))


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (reading("other"), "no such file"),
        (reading("other", b"a.txt", b"b.txt"), "more files"),
        (reading("other", b"b.txt"), "another name"),
        (reading("other", b"a.txt", content=b"else\n"), "other bytes"),
    ],
)
def test_a_reading_that_differs_breaks(other: Reading, how: str):
    """Each way to differ is an effect of its own."""
    found = effects(read_alike, (asked(ONE, TWO, other), stored()))

    assert found == {f"another parser finds {how} in a stored request": ""}


def test_a_quote_as_browsers_write_it_is_the_same_name():
    """HTML has ``%22`` for it."""
    coded, plain = reading("one", b"a%22.txt"), reading("two", b'a".txt')
    assert holds(read_alike, (asked(coded, plain), stored()))


def detail(step, *readings):
    """Return what the oracle says."""
    return read_alike(observe((asked(*readings), step))).effects[0].detail


def test_the_reading_that_shows_is_the_targets():
    """By the name on disk or in the answer, by the bytes, else by the most parsers."""
    minority = reading("other", b"b.txt", content=b"else\n")
    named = download(content_disposition=b'attachment; filename="b.txt"')
    for step in (stored(change("b.txt")), stored(retrieved=named), stored(change("1", b"else\n"))):
        assert detail(step, ONE, TWO, minority) == 'one, two: "a.txt"; the target stored "b.txt"'
    assert detail(stored(), ONE, minority, TWO) == 'other: "b.txt"; the target stored "a.txt"'
    assert detail(stored(), ONE, TWO, reading("x")) == 'x: no file; the target stored "a.txt"'


def test_too_few_parsers_are_unclear_and_so_is_what_nobody_saw():
    """With the standard library alone there is a remedy, unless it already differs."""
    mail = reading("email", b"a.txt")
    assert unclear(read_alike, (asked(mail), stored()))
    assert "upload-gauntlet[parsers]" in read_alike(observe((asked(mail), refused()))).reason
    assert unclear(read_alike, (asked(ONE, TWO), unseen()))
