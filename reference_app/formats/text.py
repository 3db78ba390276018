"""Plain text, and tables: UTF-8 throughout, without a byte that only a program would write."""

import codecs
import re
from collections.abc import Iterator

from reference_app.formats.signatures import SIGNATURES
from reference_app.formats.walk import Facts, NotThisType, Walk, require

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # all of C0 but tab, line ends and page break
FIELD = 128 * 1024  # characters; Python's own csv module takes no more
SEPARATORS = re.compile(r'[,;\t|\r\n"]')


def text(walk: Walk) -> Facts:
    """Read to the end."""
    for _ in _decoded(walk):
        pass
    return Facts()


def csv(walk: Walk) -> Facts:
    """Refuse a field that does not end: too long, or behind a quote without its pair.

    Commas part the fields (RFC 4180), or what spreadsheets put for them.
    """
    quotes, rest = 0, ""
    for piece in _decoded(walk):
        *fields, rest = SEPARATORS.split(rest + piece)
        require(max(map(len, (*fields, rest))) <= FIELD, "a field is too long")
        quotes += piece.count('"')
    require(quotes % 2 == 0, "its quotes do not match")
    return Facts()


def _decoded(walk: Walk) -> Iterator[str]:
    """Yield the text in pieces."""
    require(SIGNATURES["text/plain"](walk.take(min(512, walk.end))), "it begins as another type")
    walk.at = 0
    try:
        for characters in codecs.iterdecode(walk.pieces(walk.end), "utf-8"):
            require(not CONTROL.search(characters), "it holds control characters")
            yield characters
    except UnicodeDecodeError:
        raise NotThisType("it is not UTF-8") from None  # the error holds the bytes
