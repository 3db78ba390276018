"""Plain text, and tables: UTF-8 throughout, without a byte that only a program would write."""

import codecs
import re
from collections.abc import Iterator

from reference_app.formats.signatures import SIGNATURES
from reference_app.formats.walk import Facts, NotThisType, Walk, require

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # all of C0 but tab, line ends and page break


def text(walk: Walk) -> Facts:
    """Read to the end."""
    for _ in _decoded(walk):
        pass
    return Facts()


def csv(walk: Walk) -> Facts:
    """Refuse a field that does not end, behind a quote without its pair (RFC 4180)."""
    quotes = sum(piece.count('"') for piece in _decoded(walk))
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
