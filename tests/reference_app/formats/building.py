"""Files put together by hand, so that one thing in them can be wrong."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from reference_app.formats import READERS, NotThisType, Walk


def read(kind, data):
    """Return the facts of *data*, read as *kind*."""
    return READERS[kind](Walk(io.BytesIO(data)))


def refused(kind, data):
    """Return why *data* is not *kind*."""
    with pytest.raises(NotThisType) as caught:
        read(kind, data)
    return str(caught.value)


def chunk(kind, data=b""):
    """Return one chunk of a PNG."""
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def riff(*chunks, length=None):
    """Return a WebP file of *chunks*."""
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body


def piece(kind, data=b"", pad=b"\0"):
    """Return one chunk of a WebP file."""
    return kind + struct.pack("<I", len(data)) + data + pad * (len(data) % 2)
