"""The JPEG reader: segments, scans, and nothing behind."""

from __future__ import annotations

import struct

import pytest

from reference_app.formats import Facts
from tests.reference_app.formats.building import read, refused

KIND = "image/jpeg"
SOI, EOI = b"\xff\xd8", b"\xff\xd9"


def segment(marker, data=b""):
    """Return a marker and its data behind its length."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def frame(*, marker=0xC0, depth=8, height=2, width=3, components=1):
    """Return a frame header."""
    data = struct.pack(">BHHB", depth, height, width, components) + bytes(3 * components)
    return segment(marker, data)


SCAN = segment(0xDA, bytes((1, 1, 0, 0, 63, 0))) + b"x"
NOTE = segment(0xFE, b"hi")


@pytest.mark.parametrize(
    "body",
    [
        (frame(), SCAN),
        (NOTE, frame(marker=0xC2, components=4), SCAN, NOTE, SCAN),
        (frame(marker=0xC1, components=3), SCAN, b"\xff\x00\xff\xd0\xff\xd7x"),
        (b"\xff\xff", frame(), b"\xff", SCAN, b"\xff\xff"),
    ],
)
def test_what_the_frame_claims_is_told(body):
    """Stuffed bytes, restarts and fill bytes belong to the file."""
    assert read(KIND, SOI + b"".join(body) + EOI) == Facts(pixels=6)


@pytest.mark.parametrize("at", range(-3, 3))
def test_a_marker_may_lie_across_pieces(at):
    """A scan is searched piece by piece, and its end found wherever it is."""
    start = SOI + frame() + SCAN
    assert read(KIND, start + b"x" * (65_534 - len(start) + at) + EOI) == Facts(pixels=6)
    assert read(KIND, start + b"\xff\0" * 40_000 + b"x" * (at % 2) + EOI) == Facts(pixels=6)


BROKEN_SCAN = "a scan is broken"
EARLY = "a scan comes before its frame, or the frame has no pixels"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ((SCAN,), EARLY),
        ((frame(), segment(0xDA)), BROKEN_SCAN),
        ((frame(), segment(0xDA, bytes((2, 1, 0, 0, 63, 0))), b"x"), BROKEN_SCAN),
        ((frame(), frame(), SCAN), "it has two frames"),
        ((segment(0xC0), SCAN), "its frame is broken"),
        ((frame(),), "it has no scan"),
        ((), "it has no scan"),
        ((frame(), b"x", SCAN), "a marker is missing"),
        ((frame(), SCAN, SOI), "it has a marker that is not accepted"),
        ((frame(marker=0xC3), SCAN), "it has a marker that is not accepted"),
        ((frame(marker=0xC9), SCAN), "it has a marker that is not accepted"),
        ((frame(), segment(0xDC, b"\0\1"), SCAN), "it has a marker that is not accepted"),
        ((frame(), SCAN, b"\xff\xff\x00"), "it has a marker that is not accepted"),
        ((frame(depth=12), SCAN), "its frame is broken"),
        ((frame(components=2), SCAN), "its frame is broken"),
        ((segment(0xC0, b"\x08\0\2\0\3\1"), SCAN), "its frame is broken"),
        ((segment(0xC0, b"x"), SCAN), "its frame is broken"),
        ((frame(width=0), SCAN), EARLY),
        ((frame(height=0), SCAN), EARLY),
        ((frame(), SCAN, EOI), "something follows its end"),
        ((frame(), SCAN, segment(0xFE, b"hi")[:4], b"h"), "it is cut short"),
        ((frame(), b"\xff\xfe\0\1", SCAN), "it is cut short"),
    ],
)
def test_broken_segments_are_refused(body, reason):
    """One frame, one scan at least, and no marker that a browser would not know."""
    assert refused(KIND, SOI + b"".join(body) + EOI) == reason


def test_another_beginning_is_refused():
    """Even if segments follow."""
    assert refused(KIND, b"\xff\xd0" + frame() + SCAN + EOI) == "it does not begin as JPEG"
