"""What is in served bytes once they are unpacked, as far as a reader of them would go."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

# RFC 1950 §2.2: deflate with the usual window, and four check values. So begin the texts,
# profiles and rows of a PNG, and the streams of a PDF.
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")  # RFC 1952
# PKWARE APPNOTE 4.3.7: a local header whose method is deflate
_MEMBER = re.compile(rb"(?s)PK\x03\x04.{4}\x08\0.{16}(?P<name>..)(?P<extra>..)")
MOST = 1024 * 1024  # bytes of one stream
STREAMS = 64  # that are looked into


def holds(body: bytes, mark: bytes) -> bool:
    """Tell whether *mark* is in *body* as it is, or in a compressed stream of it."""
    return mark in body or any(mark in stream for stream in streams(body))


def streams(body: bytes) -> Iterator[bytes]:
    """Yield what the first compressed streams of *body* begin with."""
    starts = [(m.start(), zlib.MAX_WBITS) for m in _ZLIB.finditer(body)]
    starts += [(m.start(), zlib.MAX_WBITS | 16) for m in _GZIP.finditer(body)]
    starts += [(_behind(m), -zlib.MAX_WBITS) for m in _MEMBER.finditer(body)]
    for at, window in sorted(starts)[:STREAMS]:
        yield _inflated(body[at:], window)


def _behind(header: re.Match[bytes]) -> int:
    lengths = (int.from_bytes(header[name], "little") for name in ("name", "extra"))
    return header.end() + sum(lengths)


def _inflated(data: bytes, window: int) -> bytes:
    """Return the beginning of a stream; nothing, where there is none after all."""
    try:
        return zlib.decompressobj(window).decompress(data, MOST)
    except zlib.error:
        return b""
