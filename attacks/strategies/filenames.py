"""File names built from a grammar of tokens.

Plain text strategies hardly ever write ``..%2f`` or a full-width dot; a grammar writes
them at once, and shrinks to the plainest spelling, which stands first in each list.
"""

from __future__ import annotations

from hypothesis import strategies as st

DOTS = (b"..", b"%2e%2e", b"%252e%252e", "．．".encode(), b"\xc0\xae\xc0\xae", b"....", b".")
SEPARATORS = (
    b"/",
    b"\\",
    b"%2f",
    b"%5c",
    b"%252f",
    "／".encode(),
    "＼".encode(),
    b"\xc0\xaf",
    b"//",
)


def climbs() -> st.SearchStrategy[bytes]:
    """Return one to four climbing segments, each a spelling of ``..`` and of ``/``."""
    segment = st.tuples(st.sampled_from(DOTS), st.sampled_from(SEPARATORS)).map(b"".join)
    return st.lists(segment, min_size=1, max_size=4).map(b"".join)
