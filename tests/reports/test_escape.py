"""The one escaping function: nothing gets past it, and it stays exact."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.escape import ascii_only, inert, visible
from tests.reports.settings import FIXED

TABLE = (
    (b"plain.png", "plain.png"),
    (b"\x1b[31m", r"\x1b[31m"),
    (b"a\r\nb\tc", r"a\x0d\x0ab\x09c"),
    (b"\x00\x7f\xff", r"\x00\x7f\xff"),
    (b"..\xc0\xaf", r"..\xc0\xaf"),
    (b"\xc2\x9b", r"\u{009b}"),
    ("\u202egnp.exe", r"\u{202e}gnp.exe"),
    ("a\u200bb", r"a\u{200b}b"),
    ("a\u2028b\u2029", r"a\u{2028}b\u{2029}"),
    ("a\u00a0b\u3000", r"a\u{00a0}b\u{3000}"),
    ("\u3164\ufe0f", r"\u{3164}\u{fe0f}"),
    ("\ud800", r"\u{d800}"),
    ("\udcff", r"\xff"),
    ("naïve 文.txt", "naïve 文.txt"),
    (r"..\..\report.txt", r"..\..\report.txt"),
    (r"\x1b", r"\x5cx1b"),
    (r"\u{202e}", r"\x5cu{202e}"),
)


@pytest.mark.parametrize(("raw", "shown"), TABLE)
def test_each_kind_of_trick_is_spelled_out(raw, shown):
    """What a terminal would act on is shown as an escape; letters stay letters."""
    assert visible(raw) == shown


def test_a_long_payload_is_cut_with_its_length():
    """A reader learns how much there was, in the unit that was given."""
    assert visible(b"a" * 5_000, limit=3) == "aaa… (5,000 bytes in all)"
    assert visible("é" * 5_000, limit=3) == "ééé… (5,000 characters in all)"
    assert visible(b"a" * 1_000) == "a" * 1_000


def test_the_whole_of_a_big_payload_is_never_decoded():
    """Cutting works on the bytes, so that a huge body costs nothing to show."""
    assert visible("é".encode() * 500_000, limit=2) == "éé… (1,000,000 bytes in all)"


@FIXED
@given(st.one_of(st.binary(max_size=200), st.text(st.characters(), max_size=200)))
def test_no_unshowable_character_survives(raw):
    """For any bytes and any text, surrogates among them."""
    bad = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not any(unicodedata.category(char) in bad for char in visible(raw))


@FIXED
@given(st.binary(max_size=40), st.binary(max_size=40))
def test_different_bytes_are_shown_differently(one, other):
    """A shown payload stands for one payload only."""
    assert (visible(one) == visible(other)) == (one == other)


@FIXED
@given(st.text(st.characters(), max_size=200))
def test_inert_text_stays_as_it_is(text):
    """What has been shown once can be shown again."""
    assert inert(inert(text)) == inert(text)
    assert inert(visible(text)) == visible(text)


@FIXED
@given(st.text(max_size=100))
def test_ascii_only_is_ascii(text):
    """An old terminal gets nothing that it could choke on."""
    assert ascii_only(text + "→«é»").isascii()
