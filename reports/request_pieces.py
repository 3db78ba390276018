"""Cut the body of one exchange into the pieces that a reader of multipart tells apart.

The cutting is lenient: it only chooses colours, and a malformed body is what many attacks
are about. What it cannot place is content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from attacks.model import Exchange, Fill, Piece, Request

BOUNDARY = re.compile(rb'boundary=(?:"([^"]+)"|([^;,\s]+))', re.IGNORECASE)
BLANK_LINE = re.compile(rb"\A\r?\n|\r?\n\r?\n")
FILE_NAME = rb'(?i:filename)[^=;\r\n]{0,8}=[ \t]*"?(%s)'
QUOTED_OR_BARE = rb'(?<=")(?:\\.|[^"\\\r\n])*|(?<!")[^;\r\n]*'


class Kind(StrEnum):
    """What a piece of a request is."""

    REQUEST_LINE = "request-line"
    HEADER = "header"
    DELIMITER = "delimiter"
    PART_HEADER = "part-header"
    FILE_NAME = "file-name"
    CONTENT = "content"
    NOTE = "note"  # words of ours about bytes that are not shown


Cut = tuple[Kind, Piece]


def pieces(exchange: Exchange) -> Iterator[Cut]:
    """Yield the pieces of the body in order; together they are all of it."""
    delimiter, names = _delimiter(exchange.request), _names(exchange)
    in_head = False
    for piece in exchange.request.body.pieces:
        if isinstance(piece, Fill):
            yield Kind.PART_HEADER if in_head else Kind.CONTENT, piece
            continue
        for number, chunk in enumerate(delimiter.split(piece)):
            if number % 2:  # split() gives what it split at in the odd places
                in_head = not chunk.rstrip().endswith(b"--")
                yield Kind.DELIMITER, chunk
                continue
            head, content, in_head = _parted(chunk) if in_head else (b"", chunk, False)
            cuts = (*_named(head, names), (Kind.CONTENT, content))
            yield from (cut for cut in cuts if cut[1])


def _delimiter(request: Request) -> re.Pattern[bytes]:
    """Return what separates parts: a line that starts with two dashes and the boundary."""
    types = b"\n".join(v for n, v in request.headers if n.lower() == b"content-type")
    found = BOUNDARY.search(types)
    if found is None:
        return re.compile(rb"((?!))")  # nothing: not a multipart body
    boundary = re.escape(found[1] or found[2])
    return re.compile(rb"((?:\r?\n|\A|(?<=\n))--" + boundary + rb"(?:--)?[ \t]*(?:\r?\n|\Z))")


def _names(exchange: Exchange) -> re.Pattern[bytes]:
    """Return what finds file names; the meant one may hold quotes, so it is tried first."""
    meant = (exchange.file.filename, *exchange.file.rivals) if exchange.file else ()
    longest_first = sorted(filter(None, meant), key=len, reverse=True)
    literal = [re.escape(name) + rb'(?="?[ \t]*(?:[;\r\n]|\Z))' for name in longest_first]
    return re.compile(FILE_NAME % b"|".join((*literal, QUOTED_OR_BARE)), re.DOTALL)


def _parted(chunk: bytes) -> tuple[bytes, bytes, bool]:
    """Return the header lines, the content, and whether the header goes on."""
    blank = BLANK_LINE.search(chunk)
    if blank is None:
        return chunk, b"", True
    return chunk[: blank.end()], chunk[blank.end() :], False


def _named(head: bytes, names: re.Pattern[bytes]) -> Iterator[Cut]:
    """Yield header lines with the file names apart."""
    done = 0
    for found in names.finditer(head):
        yield Kind.PART_HEADER, head[done : found.start(1)]
        yield Kind.FILE_NAME, found[1]
        done = found.end(1)
    yield Kind.PART_HEADER, head[done:]
