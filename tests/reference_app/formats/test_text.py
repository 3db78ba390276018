"""The readers of text and of tables."""

from __future__ import annotations

import pytest

from reference_app.formats import SIGNATURES, Facts
from tests.reference_app.formats.building import read, refused
from tests.reference_app.formats.corpus import OURS

TEXTS = ("text/plain", "text/csv")
OTHER = "it begins as another type"
BEGINNINGS = [data for kind, _, data in OURS if not kind.startswith("text/")]
FOREIGN = [
    b"\xff\xfea\0",
    b"\xfe\xff\0a",
    b"a\0b\0",
    b"\xff\xfe\x87e",
    b"\xfe\xffe\x87",
    b"+/v8-",
    b"+/v9-",
    b"+/v+-",
    b"+/v/-",
]


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
@pytest.mark.parametrize("data", [*BEGINNINGS, *FOREIGN], ids=lambda data: repr(data[:4]))
def test_what_begins_otherwise_is_no_text(kind, mark, data):
    """Another type, or another encoding, also behind a byte order mark of UTF-8."""
    assert not SIGNATURES[kind](mark + data)
    assert refused(kind, mark + data) == OTHER


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("data", [b"+/v", b"GIF is a format", b"%PDF", b"PK", b"RIFF", b""])
def test_what_nearly_begins_otherwise_is_text(kind, data):
    """Words are not signatures."""
    assert SIGNATURES[kind](data)
    assert read(kind, data) == Facts()


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("start", [0, 600, 65_535, 200_000])
@pytest.mark.parametrize("byte", [*range(9), 0x0B, *range(0x0E, 0x20)])
def test_a_control_character_is_refused(kind, start, byte):
    """Wherever it stands; a terminal would obey it."""
    reason = refused(kind, b"x\n" * (start // 2) + bytes((byte,)) + b"x")
    assert reason in {"it holds control characters", OTHER}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("start", [0, 65_535, 200_000])
@pytest.mark.parametrize(
    "data", [b"\x80", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe6"]
)
def test_other_bytes_than_utf_8_are_refused(kind, start, data):
    """Stray, overlong, surrogate, out of range or cut short."""
    assert refused(kind, b"\n" * start + data) == "it is not UTF-8"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'"open', "its quotes do not match"),
        (b'a,"b\n' + b"x," * 99_999, "its quotes do not match"),
        (b'5" pipe,2\n', "its quotes do not match"),
    ],
)
def test_a_broken_table_is_refused(data, reason):
    """A quote without its pair, which RFC 4180 does not allow."""
    assert refused("text/csv", data) == reason
    assert read("text/plain", data) == Facts()


@pytest.mark.parametrize("separator", [b",", b";", b"\t", b"|", b"\r\n", b"\n", b"\r"])
def test_every_separator_ends_a_field(separator):
    """What spreadsheets write, in any country."""
    row = separator.join((b'"a"', b'"b ""c"""', b"x" * 131_072, b""))
    assert read("text/csv", row * 5) == Facts()
