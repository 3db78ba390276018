"""Pictures with something beside them are still pictures, to readers that are not ours."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from attacks.strategies import images
from attacks.strategies.images import HIDERS, NOTES, claiming, exif, filled, moving, sub_blocks

MARK = b"mark-of-a-test"
HIDDEN = [(e, n, f) for e, table in HIDERS.items() for n, f in table.items()]
NOTED = [(e, n, f) for e, table in NOTES.items() for n, f in table.items()]


def opened(data):
    """Return the picture, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize(("extension", "name", "hide"), HIDDEN)
def test_a_mark_leaves_the_picture_whole(extension, name, hide):
    """It is in the bytes, plain or packed, and the pixels are there."""
    data = hide(MARK)
    assert opened(data).size == (1, 1)
    assert MARK in data or name in {"packed-text", "colour-profile"}


@pytest.mark.parametrize(("extension", "name", "note"), NOTED)
def test_a_note_is_found_by_a_reader(extension, name, note):
    """Cameras write it so: readers know where it is."""
    data = note(MARK)
    assert MARK in data
    picture = opened(data)
    assert name != "exif" or picture.getexif()[0x010E] == MARK.decode()
    if name == "xmp" and extension != "gif":  # of a GIF, Pillow reads the last extension only
        assert MARK in picture.info["xmp"]


def test_coordinates_are_readable():
    """Fifty-two and a half degrees north."""
    place = Image.Exif()
    place.load(exif(MARK))
    assert place.get_ifd(0x8825)[2] == (52.0, 30.0, 0.0)


@pytest.mark.parametrize("extension", ["png", "jpg", "gif", "webp"])
def test_a_claim_is_believed(extension):
    """The header says so, and the file is small."""
    data = claiming(extension, 300, 200)
    assert Image.open(io.BytesIO(data)).size == (300, 200)
    assert len(data) < 300


def test_a_filled_picture_has_all_its_pixels():
    """Nothing is missing: only a limit can refuse it."""
    picture = opened(filled(1001, 999))
    assert picture.size == (1001, 999)
    assert len(filled(1001, 999)) < 1000


@pytest.mark.parametrize("extension", ["png", "gif", "webp"])
def test_an_animation_has_its_frames(extension):
    """As many as were asked for."""
    assert Image.open(io.BytesIO(moving(extension, 7))).n_frames == 7


def test_long_data_is_cut_into_blocks():
    """A GIF's block holds 255 bytes; the last is empty."""
    assert sub_blocks(b"a" * 300) == b"\xff" + b"a" * 255 + b"\x2d" + b"a" * 45 + b"\0"


def test_a_webp_chunk_is_padded():
    """Odd data has one byte behind it, which its length leaves out."""
    assert images.webp_chunk(b"EXIF", b"abc") == b"EXIF\x03\0\0\0abc\0"
