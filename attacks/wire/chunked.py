"""Bodies in chunks (RFC 9112, section 7.1), and named ways to write them wrong; these compose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from attacks.model import Header

CRLF = b"\r\n"
CODED: Header = (b"Transfer-Encoding", b"chunked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """One chunk: its data, and how its size is told."""

    data: bytes
    size: bytes = b"%x"
    """The text of the size, with a ``%x`` or ``%X`` for the true one where that is in it."""
    line_end: bytes = CRLF
    end: bytes = CRLF

    def to_bytes(self) -> bytes:
        """Return the chunk as it is sent."""
        size = self.size % len(self.data) if b"%" in self.size else self.size
        return size + self.line_end + self.data + self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunked:
    """A body in chunks and the headers that announce it."""

    chunks: tuple[Chunk, ...]
    headers: tuple[Header, ...] = (CODED,)
    last: bytes = b"0\r\n\r\n"

    def pieces(self) -> tuple[bytes, ...]:
        """Return what is sent behind the headers."""
        return (*(chunk.to_bytes() for chunk in self.chunks), self.last)


Deviation = Callable[[Chunked], Chunked]


def halves(body: bytes) -> Chunked:
    """Return *body* in two honest chunks."""
    half = len(body) // 2
    return Chunked(chunks=(Chunk(data=body[:half]), Chunk(data=body[half:])))


def _each(**change: bytes) -> Deviation:
    return lambda sent: replace(
        sent, chunks=tuple(replace(chunk, **change) for chunk in sent.chunks)
    )


def _sized(size: bytes) -> Deviation:
    """Return the deviation that tells the sizes so."""
    return _each(size=size)


def _last(last: bytes) -> Deviation:
    return lambda sent: replace(sent, last=last)


def _announced(*values: bytes) -> Deviation:
    """Return the deviation that announces the body by one such header for each value."""
    return lambda sent: replace(sent, headers=tuple((CODED[0], value) for value in values))


def _singly(sent: Chunked) -> Chunked:
    return replace(sent, chunks=tuple(_bytes_of(sent)))


def _bytes_of(sent: Chunked) -> Iterator[Chunk]:
    for chunk in sent.chunks:
        yield from (replace(chunk, data=bytes((byte,))) for byte in chunk.data)


def _off_by(count: int) -> Deviation:
    """Return the deviation whose first size is wrong by *count*."""

    def off(sent: Chunked) -> Chunked:
        first, *rest = sent.chunks
        size = b"%x" % (len(first.data) + count)
        return replace(sent, chunks=(replace(first, size=size), *rest))

    return off


DEVIATIONS: Mapping[str, Deviation] = {
    # legal, though few senders do so
    "extension": _sized(b"%x;note=honest"),
    "quoted-extension": _sized(b'%x;note="a;b"'),
    "long-extension": _sized(b"%x;note=" + b"x" * 1_000),
    "leading-zeros": _sized(b"0000%x"),
    "upper-case-size": _sized(b"%X"),
    "single-bytes": _singly,
    "trailer": _last(b"0\r\nX-Note: honest\r\n\r\n"),
    "trailer-length": _last(b"0\r\nContent-Length: 5\r\n\r\n"),
    "coding-other-case": _announced(b"Chunked"),
    # numbers that only lenient readers understand
    "size-plus": _sized(b"+%x"),
    "size-minus": _sized(b"-%x"),
    "size-prefixed": _sized(b"0x%x"),
    "size-underscore": _sized(b"0_%x"),
    "size-spaced": _sized(b" %x"),
    "size-empty": _sized(b""),
    "size-word": _sized(b"zz"),
    # overflows 64 bits, to the true size
    "size-overflow": _sized(b"1%016x"),
    "size-too-small": _off_by(-1),
    "size-too-large": _off_by(1),
    # line ends that one reader takes and the next does not
    "line-feed-behind-size": _each(line_end=b"\n"),
    "return-behind-size": _each(line_end=b"\r"),
    "line-feed-in-extension": _sized(b"%x;a\nb"),
    "line-feed-behind-data": _each(end=b"\n"),
    "nothing-behind-data": _each(end=b""),
    # a body without an end
    "no-last-chunk": _last(b""),
    "half-last-chunk": _last(b"0\r\n"),
    # codings that a server does not have, or that hide the one it has
    "coding-gzip": _announced(b"gzip, chunked"),
    "coding-unknown": _announced(b"xchunked"),
    "coding-identity": _announced(b"identity"),
    "coding-twice": _announced(b"chunked", b"chunked"),
    "coding-not-last": _announced(b"chunked, gzip"),
    "coding-vertical-tab": _announced(b"\x0bchunked"),
    "coding-quoted": _announced(b'"chunked"'),
}


def deviated(sent: Chunked, names: tuple[str, ...]) -> Chunked:
    """Return *sent* with each of the named deviations put upon it, in order."""
    for name in names:
        sent = DEVIATIONS[name](sent)
    return sent
