"""Comma-separated values (RFC 4180), or separated by what spreadsheets put for the comma."""

import re
from typing import BinaryIO

from reference_app.formats.text import decoded
from reference_app.formats.walk import Facts, require

FIELD = 128 * 1024  # characters; Python's own csv module takes no more
SEPARATORS = re.compile(r'[,;\t|\r\n"]')


def csv(file: BinaryIO) -> Facts:
    """Refuse a field that does not end: too long, or behind a quote without its pair."""
    quotes, rest = 0, ""
    for piece in decoded(file):
        *fields, rest = SEPARATORS.split(rest + piece)
        require(max(map(len, (*fields, rest))) <= FIELD, "a field is too long")
        quotes += piece.count('"')
    require(quotes % 2 == 0, "its quotes do not match")
    return Facts()
