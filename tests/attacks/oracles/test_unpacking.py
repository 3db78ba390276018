"""Compressed streams are found wherever they lie, and rubbish is none."""

from __future__ import annotations

import gzip
import zlib

import pytest

from attacks.oracles.unpacking import MOST, STREAMS, holds, streams
from attacks.strategies.archives import Member, zipped
from attacks.strategies.documents import packed

MARK = b"a mark of our own"


@pytest.mark.parametrize(
    "body",
    [
        MARK,
        b"in front" + zlib.compress(b"more " + MARK, 9) + b"behind",
        gzip.compress(MARK),
        zipped([Member(name=b"a.txt", data=b"other", packed=True), Member(data=MARK, packed=True)]),
        packed(b"/Note (" + MARK + b")"),
    ],
    ids=["plain", "zlib", "gzip", "zip", "pdf"],
)
def test_a_mark_is_found(body: bytes):
    """As it is, or in a stream."""
    assert holds(body, MARK)
    assert not holds(body, MARK + b"!")


def test_rubbish_holds_nothing():
    """What only begins as a stream is empty."""
    assert list(streams(b"\x78\x9c rubbish \x1f\x8b\x08")) == [b"", b""]


def test_a_bomb_is_not_unpacked():
    """One mebibyte of a stream, and so many streams."""
    assert [len(s) for s in streams(zlib.compress(bytes(3 * MOST)))] == [MOST]
    assert len(list(streams(b"\x78\x9c" * 100))) == STREAMS
