"""The WebP reader: lengths that must agree, and chunks in their order."""

from __future__ import annotations

import struct

import pytest

from reference_app.formats import Facts
from tests.reference_app.formats.building import piece, read, refused, riff
from tests.reference_app.formats.corpus import WEBPS

KIND = "image/webp"


def three(number):
    """Return a number in three bytes."""
    return struct.pack("<I", number)[:3]


def lossless(width=3, height=2, *, mark=0x2F, version=0):
    """Return a lossless bitstream, its header at least."""
    bits = width - 1 | height - 1 << 14 | version << 29
    return piece(b"VP8L", struct.pack("<BI", mark, bits))


def lossy(width=3, height=2, *, tag=0, mark=b"\x9d\x01\x2a"):
    """Return a lossy bitstream, its header at least."""
    return piece(b"VP8 ", bytes((tag, 0, 0)) + mark + struct.pack("<HH", width, height))


def canvas(width=3, height=2):
    """Return the header of an extended file."""
    return piece(b"VP8X", bytes(4) + three(width - 1) + three(height - 1))


def frame(*inner, width=3, height=2, left=0, top=0):
    """Return one frame of an animation."""
    place = three(left) + three(top) + three(width - 1) + three(height - 1)
    return piece(b"ANMF", place + bytes(4) + b"".join(inner))


ALPHA, ANIMATION = piece(b"ALPH", b"x"), piece(b"ANIM", bytes(6))
PROFILE, EXIF, XMP = piece(b"ICCP", b"x"), piece(b"EXIF", b"xx"), piece(b"XMP ")


@pytest.mark.parametrize(
    ("chunks", "frames"),
    [
        ((lossless(),), 1),
        ((lossy(),), 1),
        ((lossy(3 | 1 << 14, 2 | 3 << 14),), 1),
        ((canvas(), lossless()), 1),
        ((canvas(), PROFILE, ALPHA, lossy(), XMP, EXIF), 1),
        ((canvas(), ANIMATION, frame(lossless()), frame(ALPHA, lossy())), 2),
        ((canvas(), ANIMATION, frame(lossy(1, 1), width=1, height=1, left=1), EXIF), 1),
    ],
)
def test_what_the_headers_claim_is_told(chunks, frames):
    """Pixels of the canvas, and the number of frames."""
    assert read(KIND, riff(*chunks)) == Facts(pixels=6, frames=frames)


def test_frames_of_real_files_are_counted():
    """As libwebp wrote them."""
    assert read(KIND, WEBPS["webp-animated"]) == Facts(pixels=24 * 16, frames=3)


BROKEN = "its bitstream is broken"
ORDER = "its chunks are out of order"


@pytest.mark.parametrize(
    ("chunks", "reason"),
    [
        ((), ORDER),
        ((lossless(), lossless()), ORDER),
        ((lossless(), EXIF), ORDER),
        ((canvas(),), ORDER),
        ((canvas(), ALPHA, lossless()), ORDER),
        ((canvas(), lossless(), PROFILE), ORDER),
        ((canvas(), lossless(), EXIF, XMP, EXIF), ORDER),
        ((canvas(), ANIMATION), ORDER),
        ((canvas(), frame(lossless())), ORDER),
        ((canvas(), ANIMATION, frame(lossless()), lossless()), ORDER),
        ((canvas(), lossless(2)), "its image and its canvas differ"),
        ((canvas(), lossless(), piece(b"JUNK")), "a chunk is unknown"),
        ((lossless()[:-1] + b"x",), "its padding is not empty"),
        ((b"VP8L" + struct.pack("<I", 99) + bytes(4),), "a chunk is longer than what holds it"),
        ((piece(b"VP8L", b"\x2f\0\0\0"),), BROKEN),
        ((piece(b"VP8 ", bytes(3) + b"\x9d\x01\x2a\1\0\1"),), BROKEN),
        ((piece(b"VP8X", bytes(9)),), "a chunk is shorter than its header"),
        ((lossless(mark=0x2E),), BROKEN),
        ((lossless(version=1),), BROKEN),
        ((lossless(version=4),), BROKEN),
        ((lossy(tag=1),), BROKEN),
        ((lossy(mark=b"\x9d\x01\x2b"),), BROKEN),
        ((lossy(width=0),), BROKEN),
        ((lossy(height=1 << 14),), BROKEN),
    ],
)
def test_broken_chunks_are_refused(chunks, reason):
    """Each in its place, whole, and about the same picture."""
    assert refused(KIND, riff(*chunks)) == reason


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (frame(lossless(), left=1), "a frame leaves the canvas"),
        (frame(lossless(2), width=2, left=1), "a frame leaves the canvas"),
        (frame(lossless(), top=1), "a frame leaves the canvas"),
        (frame(lossless(2)), "a frame and its image differ"),
        (frame(), "a frame does not hold one image"),
        (frame(lossy(), lossy()), "a frame does not hold one image"),
        (frame(ALPHA), "a frame does not hold one image"),
        (frame(piece(b"EXIF", bytes(5)), lossy()), BROKEN),
        (piece(b"ANMF", bytes(11)), "a chunk is shorter than its header"),
        (piece(b"ANMF", bytes(12)), "a frame does not hold one image"),
    ],
)
def test_a_broken_frame_is_refused(broken, reason):
    """It lies on the canvas and holds one picture of its own size."""
    assert refused(KIND, riff(canvas(), ANIMATION, broken)) == reason


def test_a_frame_without_a_canvas_is_refused():
    """There is nothing that it could lie on."""
    assert refused(KIND, riff(ANIMATION, frame(lossless()))) == "a frame leaves the canvas"


@pytest.mark.parametrize("off", [-2, -1, 1, 2])
def test_another_length_is_refused(off):
    """The first header's length is that of the file, to the byte."""
    honest = riff(lossless())
    assert refused(KIND, riff(lossless(), length=len(honest) - 8 + off)).startswith("its length")


def test_an_odd_length_is_refused():
    """Every chunk is padded, so the whole is even (RFC 9649 §2.4)."""
    assert refused(KIND, riff(lossless()) + b"x").startswith("its length")
    assert refused(KIND, riff(lossless(), b"x")).startswith("its length")


@pytest.mark.parametrize("beginning", [(b"RIFX", b"WEBP"), (b"RIFF", b"WAVE")])
def test_another_beginning_is_refused(beginning):
    """A sound in the same container is no picture."""
    honest = riff(lossless())
    data = beginning[0] + honest[4:8] + beginning[1] + honest[12:]
    assert refused(KIND, data) == "it does not begin as WebP"
