"""The PDF reader: both ends, and where the last one points."""

from __future__ import annotations

import pytest

from attacks.strategies.contents import HONEST
from reference_app.formats import Facts
from tests.reference_app.formats.building import read, refused

KIND = "application/pdf"
HONEST_PDF = HONEST["pdf"].content
START = HONEST_PDF.index(b"xref\n")
BODY, END = HONEST_PDF[: HONEST_PDF.index(b"startxref")], b"startxref\n%d\n%%%%EOF"


def ending(end):
    """Return the honest file with another *end*."""
    return BODY + end


@pytest.mark.parametrize("last", [b"", b"\n", b"\r", b"\r\n"], ids=repr)
def test_one_line_end_may_follow_the_mark(last):
    """And no more than that."""
    assert read(KIND, ending(END % START + last)) == Facts()
    assert refused(KIND, ending(END % START + last + b"\n\n")) == "it does not end as PDF"


@pytest.mark.parametrize("version", [b"1.0", b"1.7", b"2.0"])
def test_every_version_is_read(version):
    """PDF 1.0 of 1993 to PDF 2.0 of 2020."""
    assert read(KIND, HONEST_PDF.replace(b"1.4", version)) == Facts()


@pytest.mark.parametrize("header", [b"%PDF-1.8\n", b"%PDF-3.0\n", b"%PDF-1.4x", b"%!PS-Adob"])
def test_another_beginning_is_refused(header):
    """The header is at byte 0, though some readers look for it further on."""
    assert refused(KIND, header + HONEST_PDF[9:]) == "it does not begin as PDF"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (b"%%EOF\n", "it does not end as PDF"),
        (b"startxref\n\n%%EOF\n", "it does not end as PDF"),
        (b"startxref\n-1\n%%EOF\n", "it does not end as PDF"),
        (END % START + b"\n%comment\n", "it does not end as PDF"),
        (b"x" + END % START, "it does not end as PDF"),
        (END % (START + 1), "its end points to no table"),
        (END % 0, "its end points to no table"),
        (END % 9_999_999_999, "its end points to no table"),
    ],
)
def test_a_broken_end_is_refused(end, reason):
    """The mark is last, and what stands in front of it is the place of a table."""
    assert refused(KIND, ending(end)) == reason


def test_the_end_may_point_to_a_stream():
    """Since PDF 1.5 the table may be an object."""
    assert read(KIND, ending(END % BODY.index(b"1 0 obj"))) == Facts()


@pytest.mark.parametrize("after", [0, 60_000])
def test_a_zip_inside_is_refused(after):
    """A zip reader looks for its end mark up to 65,557 bytes before the end of any file."""
    zipped = HONEST["zip"].content + b"%" + b"x" * after + b"\n"
    assert refused(KIND, ending(zipped + END % START)) == "it is a zip as well"
    far = zipped + b"x" * 66_000 + b"\n"
    assert read(KIND, ending(far + END % START)) == Facts()
