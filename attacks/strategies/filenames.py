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

ROOTS = (
    b"/",
    b"//",  # implementation-defined in POSIX, the root on Linux
    b"\\",  # the root of the current drive
    b"C:\\",
    b"C:/",
    b"C:",  # relative to the drive's current folder
    rb"\\localhost\share" + b"\\",  # UNC
    rb"\\?\C:" + b"\\",  # Windows, without any clean-up of the path
    b"file:///",
    b"%2f",
)

DEVICES = (
    *("CON", "PRN", "AUX", "NUL"),
    *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"),
    *("CONIN$", "CONOUT$", "CLOCK$"),
)
"""Names that Windows opens as devices, whatever folder and extension go with them."""

DOTFILES = (".htaccess", ".user.ini", ".env", ".bashrc", ".profile", ".netrc", ".npmrc")
"""Files that a server, a shell or a tool reads from the folder it works in."""

# Joiners U+200C and U+200D are spelling in Persian, in Indic scripts and in emoji: left out.
INVISIBLE = "\u200b\u2060\ufeff\u00ad\u180e"
BIDIRECTIONAL = "\u202e\u202d\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f"
LINE_ENDS = "\n\r\u0085\u2028\u2029"
CONTROLS = "\x00" + LINE_ENDS + "\t\x08\x1b\x7f\x9b" + BIDIRECTIONAL + INVISIBLE

NOT_UTF8 = (
    b"\xff",  # never occurs
    b"\x80",  # continues nothing
    b"\xc3",  # is never continued
    b"\xe9",  # Latin-1
    b"\xed\xa0\x80",  # a surrogate
    b"\xf5\x80\x80\x80",  # beyond U+10FFFF
)

FOREIGN_STEMS = (
    "Zürich",
    "отчёт",
    "αναφορά",
    "تقرير",
    "דוח",
    "रिपोर्ट",
    "รายงาน",
    "報告",
    "보고서",
    "レポート",
)
"""Honest words for a report, with no ASCII letter in most of them."""

FOLDS = (
    ("A", "a"),  # case, as on macOS and Windows
    ("é", "e"),  # accents dropped
    ("é", "e\u0301"),  # composed and decomposed
    ("ﬁ", "fi"),  # compatibility
    ("ß", "ss"),  # case folding
    ("文", "報"),  # dropped, with all that is not ASCII
    ("(1)", "1"),  # dropped punctuation
    ("a b", "a_b"),
    ("a\u00a0b", "a b"),
    ("a__b", "a_b"),
)
"""Pairs of spellings that some tidy-up of names makes one."""

GROWING = ("㎯", "㏂", "ﷺ")  # decompose into more bytes than they have


def climbs() -> st.SearchStrategy[bytes]:
    """Return one to four climbing segments, each a spelling of ``..`` and of ``/``."""
    segment = st.tuples(st.sampled_from(DOTS), st.sampled_from(SEPARATORS)).map(b"".join)
    return st.lists(segment, min_size=1, max_size=4).map(b"".join)


def stems() -> st.SearchStrategy[str]:
    """Return harmless stems: a few lower-case letters."""
    return st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def hostile_characters() -> st.SearchStrategy[bytes]:
    """Return one character that no name needs, or bytes that are no character."""
    categories = st.characters(categories=("Cc", "Cf"), exclude_characters="\u200c\u200d")
    characters = st.one_of(st.sampled_from(CONTROLS), categories)
    return st.one_of(characters.map(str.encode), st.sampled_from(NOT_UTF8))


def devices() -> st.SearchStrategy[str]:
    """Return device names in any case, bare or with what Windows ignores after them."""
    ignored = st.sampled_from(("", " ", ".", ":", ".tar", " ."))
    name = st.sampled_from(DEVICES)
    return st.builds(lambda n, fold, tail: fold(n) + tail, name, _cases(), ignored)


def folding_pairs() -> st.SearchStrategy[tuple[str, str]]:
    """Return two stems that differ in one spelling of `FOLDS` and in nothing else."""
    around = st.text("abc", max_size=3)
    return st.builds(
        lambda head, pair, tail: (head + pair[0] + tail, head + pair[1] + tail),
        around,
        st.sampled_from(FOLDS),
        around,
    )


def long_stems(least: int) -> st.SearchStrategy[str]:
    """Return stems of at least *least* bytes, or that grow beyond them when decomposed."""
    plain = st.builds(
        lambda letter, extra: letter * (least // len(letter.encode()) + 1 + extra),
        st.sampled_from(("a", "é", "文", "😀")),
        st.integers(0, 400),
    )
    growing = st.builds(str.__mul__, st.sampled_from(GROWING), st.integers(70, 80))
    return st.one_of(plain, growing)


def _cases() -> st.SearchStrategy[object]:
    return st.sampled_from((str.upper, str.lower, str.title))
