"""Plain text: UTF-8 throughout, without a byte that only a program would write."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from reference_app.formats.signatures import SIGNATURES
from reference_app.formats.walk import Facts, NotThisType, Walk, require

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # all of C0 but tab, line ends and page break


def text(file: BinaryIO) -> Facts:
    """Read to the end."""
    for _ in decoded(file):
        pass
    return Facts()


def decoded(file: BinaryIO) -> Iterator[str]:
    """Yield the text in pieces."""
    walk, decoder = Walk(file), codecs.getincrementaldecoder("utf-8")()
    require(SIGNATURES["text/plain"](walk.take(min(512, walk.end))), "it begins as another type")
    walk.at = 0
    for piece in walk.pieces(walk.end):
        try:
            characters = decoder.decode(piece, final=walk.at == walk.end)
        except UnicodeDecodeError:
            raise NotThisType("it is not UTF-8") from None  # the error holds the bytes
        require(not CONTROL.search(characters), "it holds control characters")
        yield characters
