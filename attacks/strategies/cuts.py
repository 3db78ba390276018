"""Where a body is cut as it arrives: at the places that parsers stumble at, or anywhere.

The text fields in front of the file stay whole: nothing is learnt there, and what is secret in
them has another length in a reproducer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from hypothesis import strategies as st

from attacks.model import OWNER, Body, Profile
from attacks.wire.multipart import BOUNDARY

CUTS = 4  # as many as a drawn body has at the most

Places = Callable[[bytes, int], Iterable[int]]
"""Where to cut a body, given the offset behind its text fields."""


def _in_steps(size: int) -> Places:
    return lambda body, start: range(start + size, len(body), size)


def _at_end(offset: int) -> Places:
    """Return a cut that many bytes behind the line end in front of the closing delimiter."""
    return lambda body, _: (body.rindex(b"\r\n--" + BOUNDARY + b"--") + offset,)


def _at_head(offset: int) -> Places:
    """Return a cut that many bytes behind the last line of the file's part header."""
    return lambda body, start: (body.index(b"\r\n\r\n", start + len(b"\r\n\r\n")) + offset,)


def _in_word(word: bytes, offset: int) -> Places:
    return lambda body, _: (body.rindex(word) + offset,)


CLOSING = len(b"\r\n--") + len(BOUNDARY)

PLACES: Mapping[str, Places] = {
    "byte-by-byte": _in_steps(1),
    "two-by-two": _in_steps(2),
    "three-by-three": _in_steps(3),
    # inside the part header
    "inside-header-name": _in_word(b"Content-Disposition", 5),
    "inside-file-name": _in_word(b"filename=", 12),
    # around the blank line, after which the data begins
    "before-blank-line": _at_head(2),
    "inside-blank-line": _at_head(3),
    "before-data": _at_head(4),
    # each byte of the delimiter's line end and dashes
    "before-delimiter": _at_end(0),
    "behind-return": _at_end(1),
    "behind-line-end": _at_end(2),
    "behind-first-dash": _at_end(3),
    "before-boundary": _at_end(4),
    "inside-boundary": _at_end(CLOSING // 2),
    "behind-boundary": _at_end(CLOSING),
    "between-closing-dashes": _at_end(CLOSING + 1),
    "behind-closing-dashes": _at_end(CLOSING + 2),
    "before-last-line-feed": _at_end(CLOSING + 3),
}


def behind_fields(profile: Profile, body: bytes) -> int:
    """Return the offset behind the last text field of the owner's form."""
    values = (value.encode() for _, value in profile.fields_of(OWNER) if value)
    return max((body.find(value) + len(value) for value in values if value in body), default=0)


def cut(body: bytes, places: Iterable[int]) -> Body:
    """Return *body* in pieces that end at *places*."""
    ends = sorted({0, len(body), *(place for place in places if 0 < place < len(body))})
    return Body(tuple(body[start:end] for start, end in pairwise(ends)))


def anywhere() -> st.SearchStrategy[tuple[float, ...]]:
    """Return up to four places, as parts of the bytes behind the fields: the length is not known.

    Where bodies differ in length a part of it still falls within.
    """
    part = st.floats(0, 1, exclude_min=True, exclude_max=True, width=32)
    return st.lists(part, min_size=1, max_size=CUTS).map(tuple)


def at_parts(parts: tuple[float, ...]) -> Places:
    """Return the places that *parts* stand for."""
    return lambda body, start: (start + int(part * (len(body) - start)) for part in parts)
