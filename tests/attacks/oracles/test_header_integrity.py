"""No client byte becomes structure of a response."""

from __future__ import annotations

import pytest

from attacks.model import Response
from attacks.oracles.header_integrity import header_integrity
from tests.attacks.oracles.builders import OK, download, effects, exchange, holds, stored

INJECTED = {"a header line was injected": "disposition-filename"}
BREAKS = {"the download name breaks out of its quotes": "disposition-filename"}


def answered(*headers, name=b"report.txt", head=b""):
    """Return a step answered with *headers*."""
    return exchange(name), stored(response=Response(status=200, headers=headers, head=head))


def served(value, name=b"report.txt"):
    """Return a step whose file was served under the Content-Disposition *value*."""
    return exchange(name), stored(retrieved=download(content_disposition=value))


def test_ordinary_answers_hold():
    """Several lines of one header are lawful where the header allows them."""
    pair = answered((b"Vary", b"a"), (b"Vary", b"b"), head=b"HTTP/1.1 200 OK\r\nVary: a\r\n\r\n")
    assert holds(header_integrity, pair, (exchange(None), stored(response=None)), honest=None)


@pytest.mark.parametrize("header", [(b"a", b"b\rc"), (b"a b", b"c"), (b"a", b"b\0"), (b"", b"")])
def test_a_malformed_line_breaks(header):
    """A line break, a NUL or a space where none belongs."""
    assert effects(header_integrity, answered(header)) == INJECTED


def test_a_bare_break_on_the_wire_breaks():
    """Only where the server ends lines properly otherwise."""
    bad, plain = b"HTTP/1.1 200 OK\r\na: b\nc: d\r\n\r\n", b"HTTP/1.1 200 OK\na: b\n\n"
    assert effects(header_integrity, answered(head=bad)) == INJECTED
    assert holds(header_integrity, answered(head=plain))


@pytest.mark.parametrize("name", [b"a\r\nX-Gauntlet: canary.txt", b"a%0d%0aX-Gauntlet: canary.txt"])
def test_a_line_of_the_clients_breaks(name):
    """Written as it is, or encoded."""
    assert (
        effects(header_integrity, answered((b"X-gauntlet", b'canary.txt"'), name=name)) == INJECTED
    )


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (b"a\r\nX-Gauntlet: canary", (b"X-Other", b"canary")),
        (b"a\r\nDate: T", (b"Date", b"Tue, 24 Nov 2026")),
        (b"a\r\nX: ", (b"X", b"server")),
        (b"a\r\nContent-Type: text/html", (b"Content-Type", b"text/html")),
        (b"a\r\nno colon", (b"X", b"server")),
        (b"a\r\nb c: d", (b"X", b"server")),
    ],
)
def test_likeness_by_chance_holds(name, header):
    """A header that the server sends anyway is no proof."""
    assert holds(header_integrity, answered(header, name=name))


def test_a_header_that_may_come_once_comes_once():
    """Two of them are two readings."""
    pair = answered((b"Location", b"/a"), (b"location", b"/b"))
    assert effects(header_integrity, pair, honest=OK) == {"a header was sent twice": ""}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"attachment", b"a.txt"),
        (b'attachment; filename="a.txt"; size=3', b"a.txt"),
        (rb'attachment; filename="a\".txt"', b'a".txt'),
        (b"attachment; filename=a; filename*=UTF-8''%C3%A9.txt", "é.txt".encode()),
        (b'attachment; filename="evil.txt"', b"a\"; filename*=UTF-8''evil.txt; x=\""),
    ],
)
def test_a_well_formed_name_holds(value, name):
    """Whatever name it is, it stays within its quotes."""
    assert holds(header_integrity, served(value, name))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b'attachment; filename="a".txt"', b'a".txt'),
        (b'attachment; filename="a"; x="b.txt"', b'a"; x="b.txt'),
        (b'attachment; filename="a"; filename="b.txt"', b'a"; filename="b.txt'),
        (b"attachment; filename=a; filename*=UTF-8''b", b"a; filename*=UTF-8''b"),
        (b"attachment; filename=a; size=3", b"a; size=3"),
    ],
)
def test_a_name_that_breaks_out_breaks(value, name):
    """A quote that ends too early, a parameter of the client's, an unquoted name."""
    assert effects(header_integrity, served(value, name)) == BREAKS


def test_a_stranger_breaks_without_a_file():
    """No parameter belongs there but the known ones."""
    pair = exchange(None), stored(retrieved=download(content_disposition=b"inline; odd=1"))
    assert effects(header_integrity, pair) == BREAKS
