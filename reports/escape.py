r"""The one function that client bytes pass through before a person sees them.

A character that moves a cursor, colours a terminal, turns the reading direction round or
takes no room at all lets a payload rewrite the report that accuses it (CWE-150, CWE-451).
Such a byte is shown as ``\xNN``, such a code point as ``\u{NNNN}``.

Does not stop
    Letters that run from right to left by nature, and letters that look like others: they
    are text, and hiding them would hide the payload.
"""

from __future__ import annotations

import re
import unicodedata

LIMIT = 1_000  # characters of one payload: enough to recognise it, too few to drown the rest

# Controls, formats, surrogates, private and unassigned code points, and every separator.
UNSHOWABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})

# Letters and marks that have no glyph: Unicode's Default_Ignorable_Code_Point outside the
# categories above, and the blank Braille cell.
BLANK = frozenset(
    {
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    }
)

# A backslash that a reader could take for the start of an escape of ours is one itself, so
# that the four characters ``\x1b`` and the byte 0x1b stay apart; other backslashes stay.
LOOKS_ESCAPED = re.compile(r"\\(?=x[0-9a-fA-F]{2}|u\{)")

# Our own signs, for an output that cannot hold them.
PLAIN_SIGNS = str.maketrans(
    {"·": "-", "…": "...", "—": "-", "→": "->", "«": "<", "»": ">", "─": "-", "│": "|", "✓": "+"}
)


def visible(value: str | bytes, limit: int = LIMIT) -> str:
    """Return *value* on one line, exact but for a cut after *limit* characters."""
    text = _decoded(value, limit)
    kept = inert(LOOKS_ESCAPED.sub(r"\\x5c", text[:limit]), keep="")
    whole = len(value)
    unit = "bytes" if isinstance(value, bytes) else "characters"
    return kept if len(text) <= limit else f"{kept}… ({whole:,} {unit} in all)"


def inert(text: str, *, keep: str = "\n") -> str:
    """Return *text* with everything unshowable spelled out, but for the characters in *keep*.

    For text of our own that may quote a payload: backslashes mean themselves, and doing it
    twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep or _showable(c) else _spelled(ord(c)) for c in text)


def ascii_only(text: str) -> str:
    """Return *text* for an output that knows nothing but ASCII."""
    signs = text.translate(PLAIN_SIGNS)
    return "".join(c if c.isascii() else f"\\u{{{ord(c):04x}}}" for c in signs)


def _decoded(value: str | bytes, limit: int) -> str:
    if isinstance(value, str):
        return value
    # Four bytes are the longest character; the rest would be cut again anyway.
    return value[: 4 * limit + 4].decode("utf-8", "surrogateescape")


def _showable(char: str) -> bool:
    if char == " ":
        return True
    return unicodedata.category(char) not in UNSHOWABLE and ord(char) not in BLANK


def _spelled(point: int) -> str:
    if 0xDC80 <= point <= 0xDCFF:  # noqa: PLR2004 - PEP 383: how Python carries a raw byte
        return f"\\x{point - 0xDC00:02x}"
    return f"\\x{point:02x}" if point < 0x80 else f"\\u{{{point:04x}}}"  # noqa: PLR2004 - ASCII
