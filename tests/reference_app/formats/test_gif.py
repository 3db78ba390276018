"""The GIF reader: blocks, chains of sub-blocks, and the trailer."""

from __future__ import annotations

import struct

import pytest

from reference_app.formats import Facts
from tests.reference_app.formats.building import read, refused
from tests.reference_app.formats.corpus import GIFS

KIND = "image/gif"


def screen(width=3, height=2, flags=0):
    """Return header, screen and colour table."""
    table = bytes(3 << (flags & 7) + 1) if flags & 0x80 else b""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, flags, 0, 0) + table


def image(width=3, height=2, *, left=0, top=0, flags=0, size=2, data=b"\1x\0"):
    """Return one image."""
    table = bytes(3 << (flags & 7) + 1) if flags & 0x80 else b""
    place = struct.pack("<HHHHB", left, top, width, height, flags)
    return b"," + place + table + bytes((size,)) + data


NOTE = b"!\xfe\2hi\0"


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ((screen(), image()), Facts(pixels=6)),
        ((screen(), NOTE, image(), NOTE, image(), NOTE), Facts(pixels=6, frames=2)),
        ((screen(flags=0x87), image(flags=0x80)), Facts(pixels=6)),
        ((screen(), image(5, 7)), Facts(pixels=35)),
        ((screen(), image(left=1, top=2)), Facts(pixels=16)),
        ((screen(), image(data=b"\xff" + bytes(255) + b"\0", size=8)), Facts(pixels=6)),
        ((screen(), image(data=(b"\xff" + bytes(255)) * 600 + b"\0")), Facts(pixels=6)),
    ],
)
def test_what_screen_and_images_claim_is_told(body, facts):
    """The larger of them, and the number of images."""
    assert read(KIND, b"".join(body) + b";") == facts


def test_frames_of_a_real_file_are_counted():
    """As Pillow wrote them."""
    assert read(KIND, GIFS["gif-animated"]) == Facts(pixels=24 * 16, frames=3)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ((screen(),), "it has no image"),
        ((screen(width=0), image()), "it has no pixels"),
        ((screen(height=0), image()), "it has no pixels"),
        ((screen(), image(width=0)), "a frame has no pixels"),
        ((screen(), image(height=0, top=1)), "a frame has no pixels"),
        ((screen(), image(size=1)), "a block is unknown"),
        ((screen(), image(size=9)), "a block is unknown"),
        ((screen(), image(), b"x"), "a block is unknown"),
        ((screen(), image(), b"!\x02\0"), "a block is unknown"),
        ((screen(), image(), b";"), "something follows its end"),
        ((screen(), image(data=b"\xffx")), "it is cut short"),
        ((screen(), image(data=b"\1x")), "it is cut short"),
        ((b"GIF88a", screen()[6:], image()), "it does not begin as GIF"),
    ],
)
def test_broken_blocks_are_refused(body, reason):
    """Sizes that are some, blocks that are known, and a trailer that is last."""
    assert refused(KIND, b"".join(body) + b";") == reason
