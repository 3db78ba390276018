"""Names as six slots, each with a table of tokens: what no single table holds, their product does.

    prefix  separator  stem  inner  trailing  last
      ..       %2f    report  .pHp     %00     .txt

A third of the slots stay as an honest name has them, and the best-known tokens of each come most
often: so tricks come alone and together within a few hundred names, and a name shrinks to the
fewest and plainest. Each attack hands in the slots that it plays with.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from attacks.model import Profile
from attacks.strategies import extensions, filenames

Slot = st.SearchStrategy[bytes]

SLOTS = ("prefix", "separator", "stem", "inner", "trailing", "last")
USUAL = 4  # tokens of a table that come as often as all of it

PREFIXES = (
    *filenames.DOTS,
    *(b"C:", b"\\\\host\\share", b"file:", b"-", b"~", b" "),
    *(b"a/..", b".;", "\u202e".encode()),
)
TRAILING = (
    *(b"%00", b".", b" ", b"::$DATA"),
    *(b"\x00", b"\n", b"%0a", b"%0d", b"\xff", b"\xc0\x80", b"\x08", b"\x1a"),
    *(b";", b":", b"/", b"#", b"?", b"<", b">", b"%20", b"%2e"),
    *(b".zzqx", b".7z", b".bak", b"~1", "\u200b".encode(), "\u00a0".encode()),
)
DOTS = ("%2e", "%252e", "..", ". ", *extensions.DOTS[1:])
COMMON = ("php", "html", "py", "jsp")  # one for each kind of reader


def tokens(honest: bytes, others: Iterable[bytes]) -> Slot:
    """Return a slot that holds *honest*, one of the first few of *others*, or any of them."""
    table = tuple(others)
    return st.one_of(st.just(honest), st.sampled_from(table[:USUAL]), st.sampled_from(table))


def names(**slots: Slot) -> Slot:
    """Return names of one token for each slot; one that is left out is empty, or ``report``."""
    empty = {slot: st.just(b"report" if slot == "stem" else b"") for slot in SLOTS}
    return st.tuples(*{**empty, **slots}.values()).map(b"".join)


def dotted(profile: Profile) -> tuple[bytes, ...]:
    """Return each active extension behind a dot, in three cases; common ones in all spellings."""
    common = extensions.unwanted(profile, COMMON)
    spelled = (f"{dot}{extension}" for extension in common for dot in DOTS)
    cased = (
        f".{fold(extension)}"
        for table in (common, extensions.unwanted(profile))
        for fold in (str.lower, alternating, str.upper)
        for extension in table
    )
    return tuple(name.encode() for name in dict.fromkeys((*cased, *spelled)))


def alternating(extension: str) -> str:
    """Return *extension* with every second letter as a capital: ``pHp``."""
    return "".join(c.upper() if n % 2 else c for n, c in enumerate(extension))
