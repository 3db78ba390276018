"""Build any multipart/form-data body, byte for byte.

Nothing is escaped, checked or repaired: a caller who wants a bare LF, two file names or
no closing boundary gets exactly that. RFC 7578 and RFC 2046 section 5.1 say what is legal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from attacks.model import Body, Header, Piece

# One fixed boundary: a fresh one for each case makes Werkzeug compile two patterns a request.
BOUNDARY = b"----gauntlet4f1c9a72e6b8d035"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: raw header lines without line ends, and a body."""

    headers: tuple[bytes, ...]
    body: Body = Body()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A multipart body and the deviations that can be had of it."""

    parts: tuple[Part, ...]
    boundary: bytes = BOUNDARY
    newline: bytes = b"\r\n"
    padding: bytes = b""
    """Stands behind each delimiter, where RFC 2046 allows blanks."""
    preamble: bytes = b""
    epilogue: bytes = b""
    closed: bool = True
    """Whether the closing delimiter is sent."""
    media_type: bytes | None = None
    """The whole Content-Type value, when it is not the honest one."""

    def body(self) -> Body:
        """Return the bytes of the whole body."""
        return Body(tuple(_joined(self._pieces())))

    def content_type(self) -> Header:
        """Return the request header that announces this form."""
        honest = b"multipart/form-data; boundary=" + self.boundary
        return (b"Content-Type", honest if self.media_type is None else self.media_type)

    def _pieces(self) -> Iterator[Piece]:
        yield self.preamble
        for part in self.parts:
            head = [b"--" + self.boundary + self.padding, *part.headers, b""]
            yield self.newline.join(head) + self.newline
            yield from part.body.pieces
            yield self.newline
        if self.closed:
            yield b"--" + self.boundary + b"--" + self.newline
        yield self.epilogue

    def cut(self, end: int) -> Body:
        """Return the first *end* bytes of the body; for bodies that fit in memory."""
        return Body((self.body().to_bytes()[:end],))


def disposition(*parameters: bytes) -> bytes:
    """Return a Content-Disposition line with *parameters* written as they are."""
    return b"Content-Disposition: " + b"; ".join((b"form-data", *parameters))


def quoted(name: bytes, value: bytes) -> bytes:
    """Return ``name="value"`` with the value's bytes untouched."""
    return name + b'="' + value + b'"'


def file_part(field: bytes, filename: bytes, body: Body, media_type: bytes) -> Part:
    """Return the part that a browser sends for a file input."""
    line = disposition(quoted(b"name", field), quoted(b"filename", filename))
    return Part(headers=(line, b"Content-Type: " + media_type), body=body)


def text_part(field: bytes, value: bytes) -> Part:
    """Return the part that a browser sends for a text input."""
    return Part(headers=(disposition(quoted(b"name", field)),), body=Body((value,)))


def with_parts(form: Form, *parts: Part) -> Form:
    """Return *form* with *parts* put in front of its own."""
    return replace(form, parts=parts + form.parts)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Merge neighbouring literals, so that a small body is one write."""
    literal = bytearray()
    for piece in pieces:
        if isinstance(piece, bytes):
            literal += piece
        else:
            yield bytes(literal)
            literal.clear()
            yield piece
    yield bytes(literal)
