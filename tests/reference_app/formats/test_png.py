"""The PNG reader: chunks, their checksums and their order."""

from __future__ import annotations

import struct

import pytest

from reference_app.formats import Facts
from tests.reference_app.formats.building import chunk, read, refused
from tests.reference_app.formats.corpus import PNGS

KIND = "image/png"
MAGIC = b"\x89PNG\r\n\x1a\n"
PIXELS, END = chunk(b"IDAT", b"x"), chunk(b"IEND")


def head(*, width=3, height=2, depth=8, colour=0, compression=0, filtering=0, interlace=0):
    """Return an IHDR chunk."""
    fields = (width, height, depth, colour, compression, filtering, interlace)
    return chunk(b"IHDR", struct.pack(">IIBBBBB", *fields))


def frames(count):
    """Return the chunk that says how many frames there are."""
    return chunk(b"acTL", struct.pack(">II", count, 0))


FRAME = chunk(b"fcTL", bytes(26))
PALETTE = chunk(b"PLTE", bytes(3))
NOTE = chunk(b"tEXt", b"a\0b")


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ((head(), PIXELS, END), Facts(pixels=6)),
        ((head(interlace=1), NOTE, PALETTE, NOTE, PIXELS, PIXELS, NOTE, END), Facts(pixels=6)),
        ((head(colour=3, depth=1), PALETTE, PIXELS, END), Facts(pixels=6)),
        ((head(), frames(2), FRAME, PIXELS, FRAME, chunk(b"fdAT"), END), Facts(pixels=6, frames=2)),
        ((head(), PALETTE, frames(1), PIXELS, FRAME, chunk(b"fdAT"), END), Facts(pixels=6)),
    ],
)
def test_what_a_header_claims_is_told(body, facts):
    """Pixels of the canvas, and the number of frames."""
    assert read(KIND, MAGIC + b"".join(body)) == facts


def test_frames_of_real_files_are_counted():
    """As Pillow wrote them, with and without a picture in front that is no frame."""
    assert read(KIND, PNGS["png-animated"]).frames == 3
    assert read(KIND, PNGS["png-animated-apart"]).frames == 2


ORDER = "its chunks are out of order"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ((PIXELS, END), ORDER),
        ((NOTE, head(), PIXELS, END), ORDER),
        ((head(), head(), PIXELS, END), ORDER),
        ((head(), END), ORDER),
        ((head(), PIXELS, NOTE, PIXELS, END), ORDER),
        ((head(), PIXELS, PALETTE, END), ORDER),
        ((head(), PIXELS, frames(0), END), ORDER),
        ((head(), chunk(b"fdAT"), PIXELS, END), ORDER),
        ((head(), PIXELS, chunk(b"CgBI"), END), ORDER),
        ((head(), PIXELS, chunk(b"te\0t"), END), ORDER),
        ((head(), PIXELS, chunk(b"IEND", b"x")), ORDER),
        ((head(), PALETTE, PALETTE, PIXELS, END), "a chunk is repeated"),
        ((head(), frames(0), frames(0), PIXELS, END), "a chunk is repeated"),
        ((head(), frames(2), FRAME, PIXELS, END), "its frames are miscounted"),
        ((head(), FRAME, PIXELS, END), "its frames are miscounted"),
        ((head(), PIXELS, END, b"x"), "something follows its end"),
        ((head(), PIXELS, END[:-1] + b"x"), "a checksum is wrong"),
        ((head(), b"\xff\xff\xff\xffIDAT", PIXELS, END), "it is cut short"),
    ],
)
def test_broken_chunks_are_refused(body, reason):
    """Each in its place, as often as it may be there, and unharmed."""
    assert refused(KIND, MAGIC + b"".join(body)) == reason


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (head(width=0), "its header is broken"),
        (head(height=0), "its header is broken"),
        (head(depth=3), "it has no such colour depth"),
        (head(colour=1), "it has no such colour depth"),
        (head(colour=2, depth=4), "it has no such colour depth"),
        (head(compression=1), "its header is broken"),
        (head(filtering=1), "its header is broken"),
        (head(interlace=2), "its header is broken"),
        (chunk(b"IHDR", bytes(12)), "its header has the wrong length"),
        (head(colour=3), "its palette has the wrong length"),
        (head() + chunk(b"PLTE", bytes(4)), "its palette has the wrong length"),
        (head(depth=1, colour=3) + chunk(b"PLTE", bytes(9)), "its palette has the wrong length"),
        (head(depth=16) + chunk(b"PLTE", bytes(771)), "its palette has the wrong length"),
    ],
)
def test_a_broken_header_is_refused(header, reason):
    """A size that is one, a depth that the colour type has, and the palette that it needs."""
    assert refused(KIND, MAGIC + header + PIXELS + END) == reason


def test_another_beginning_is_refused():
    """Even if chunks follow."""
    assert refused(KIND, b"\x89PNG\n\r\x1a\n" + head() + PIXELS + END) == "it does not begin as PNG"
