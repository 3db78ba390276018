"""Chunks: legal ones are read by others, and each deviation is what its name says."""

from __future__ import annotations

import http.client
import io
from itertools import permutations

import pytest

from attacks.catalogue.framing.chunked_body import LEGAL
from attacks.wire.chunked import DEVIATIONS, deviated, halves

BODY = b"0123456789abcdefghij!"
HOLDS = {
    "extension": b"a;note=honest\r\n",
    "quoted-extension": b'a;note="a;b"\r\n',
    "long-extension": b"a;note=" + b"x" * 1_000,
    "leading-zeros": b"0000a\r\n",
    "upper-case-size": b"A\r\n",
    "single-bytes": b"1\r\n0\r\n1\r\n1\r\n",
    "trailer": b"0\r\nX-Note: honest\r\n\r\n",
    "trailer-length": b"0\r\nContent-Length: 5\r\n\r\n",
    "size-plus": b"+a\r\n",
    "size-minus": b"-a\r\n",
    "size-prefixed": b"0xa\r\n",
    "size-underscore": b"0_a\r\n",
    "size-spaced": b" a\r\n",
    "size-empty": b"\r\n0123",
    "size-word": b"zz\r\n",
    "size-overflow": b"1000000000000000a\r\n",
    "size-too-small": b"9\r\n0123456789\r\n",
    "size-too-large": b"b\r\n0123456789\r\n",
    "line-feed-behind-size": b"a\n0123",
    "return-behind-size": b"a\r0123",
    "line-feed-in-extension": b"a;a\nb\r\n",
    "line-feed-behind-data": b"789\nb\r\n",
    "nothing-behind-data": b"789b\r\n",
    "no-last-chunk": b"hij!\r\n",
    "half-last-chunk": b"0\r\n",
}
ANNOUNCED = {
    "coding-other-case": [b"Chunked"],
    "coding-gzip": [b"gzip, chunked"],
    "coding-unknown": [b"xchunked"],
    "coding-identity": [b"identity"],
    "coding-twice": [b"chunked", b"chunked"],
    "coding-not-last": [b"chunked, gzip"],
    "coding-vertical-tab": [b"\x0bchunked"],
    "coding-quoted": [b'"chunked"'],
}


class Socket(io.BytesIO):
    """What `http.client` reads a response from."""

    def makefile(self, _mode: str) -> io.BytesIO:
        """Return the bytes themselves."""
        return self


def read(body: bytes) -> bytes:
    """Return what the standard library's client makes of *body*."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    response = http.client.HTTPResponse(Socket(head + body))
    response.begin()
    return response.read()


@pytest.mark.parametrize("name", ["", *LEGAL])
def test_what_is_legal_is_read_by_others(name: str):
    """Two halves come together again, whatever is lawful besides."""
    sent = deviated(halves(BODY), (name,) if name else ())

    assert read(b"".join(sent.pieces())) == BODY


def test_each_deviation_is_told():
    """The two tables above leave none out."""
    assert {*HOLDS, *ANNOUNCED} == set(DEVIATIONS)


@pytest.mark.parametrize(("name", "bytes_"), HOLDS.items(), ids=list(HOLDS))
def test_a_deviation_is_what_its_name_says(name: str, bytes_: bytes):
    """The bytes are there, and the honest ones were others."""
    sent = deviated(halves(BODY), (name,))

    assert bytes_ in b"".join(sent.pieces())
    assert sent.pieces() != halves(BODY).pieces()


@pytest.mark.parametrize(("name", "values"), ANNOUNCED.items(), ids=list(ANNOUNCED))
def test_a_coding_is_announced_as_named(name: str, values: list[bytes]):
    """The chunks are honest, only the header is not."""
    sent = deviated(halves(BODY), (name,))

    assert [value for _, value in sent.headers] == values
    assert sent.pieces() == halves(BODY).pieces()


def test_a_body_without_an_end_lacks_it():
    """Only the last chunk is missing, or half of it."""
    assert deviated(halves(BODY), ("no-last-chunk",)).pieces()[-1] == b""
    assert not b"".join(deviated(halves(BODY), ("half-last-chunk",)).pieces()).endswith(b"\n\r\n")


def test_each_bears_any_other():
    """Two of them in either order can be sent."""
    for pair in permutations(DEVIATIONS, 2):
        assert b"".join(deviated(halves(BODY), pair).pieces())
