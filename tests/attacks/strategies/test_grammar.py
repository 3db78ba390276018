"""Six slots: every trick comes up within a few hundred names, alone and with others."""

from __future__ import annotations

import re

import pytest
from hypothesis import find, settings
from hypothesis import strategies as st

from attacks.strategies import filenames, grammar
from tests.attacks.seeking import QUIET, TXT, found

NAMES = grammar.names(
    prefix=grammar.tokens(b"", grammar.PREFIXES),
    separator=grammar.tokens(b"", filenames.SEPARATORS),
    inner=grammar.tokens(b"", grammar.dotted(TXT)),
    trailing=grammar.tokens(b"", grammar.TRAILING),
    last=grammar.tokens(b".txt", (b"", b".TXT", *grammar.dotted(TXT))),
)
FEW = settings(QUIET, max_examples=500)


@pytest.mark.parametrize(
    "trick",
    [
        rb"^\.\./",
        rb"^/",
        rb"\\",
        rb"%2f|%5c",
        rb"^[-~ ]",
        rb"\x00|%00",
        rb"(?i)\.(php\d?|phtml|pht|phar|asp|jsp)\.",
        rb"(?i)\.(php\d?|html?|svg|aspx?|jspx?|py)$",
        rb"\.[a-z]*[A-Z]",
        rb"[. ]$",
        rb"::\$DATA|:",
        rb"[^\x00-\x7f]",
    ],
)
def test_each_class_of_tricks_comes_up_early(trick: bytes):
    """Twelve classes of flaws in the handling of names are each met within 500 cases."""
    assert re.search(trick, find(NAMES, lambda name: bool(re.search(trick, name)), settings=FEW))


@pytest.mark.parametrize(
    "tricks",
    [
        (b"..", b"%00"),
        (b".php", b"::$DATA"),
        (b"%2e%2e", b"\\"),
    ],
)
def test_tricks_come_together(tricks: tuple[bytes, ...]):
    """What no table of single tricks holds."""

    def wanted(name: bytes) -> bool:
        return all(trick in name for trick in tricks)

    assert wanted(found(NAMES, wanted))


def test_the_plainest_name_is_honest():
    """A counterexample keeps the tricks that it needs, and no other."""
    assert found(NAMES, lambda _: True) == b"report.txt"
    assert found(NAMES, lambda name: b"%00" in name) == b"report%00.txt"


def test_a_slot_may_be_left_out():
    """Each attack plays with the slots that it is about."""
    assert found(grammar.names(stem=st.just(b"a"), last=st.just(b".png")), bool) == b"a.png"


def test_alternating_begins_small():
    """As everybody writes it."""
    assert grammar.alternating("phtml") == "pHtMl"
