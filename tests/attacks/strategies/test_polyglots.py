"""Pictures that are a second file are pictures, and are that file."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from PIL import Image

from attacks.oracles.unpacking import holds
from attacks.strategies.polyglots import (
    DRAWN,
    POLYGLOTS,
    four_in_one,
    noted_pdf,
    page_around,
    script_gif,
    script_jpeg,
)

MARK = b"<?php /*a mark*/ ?>"
MAKERS = [
    pytest.param(make, id=f"{extension}-{name}")
    for table in (POLYGLOTS, DRAWN)
    for extension, makers in table.items()
    for name, make in makers.items()
]
ARCHIVES = [p for p in MAKERS if "archive" in p.id]
BOMBS = [p for p in MAKERS if "mebibytes" in p.id]


@pytest.mark.parametrize("make", [p for p in MAKERS if p not in BOMBS])
def test_it_is_a_picture(make):
    """A decoder reads it, and the mark is in it."""
    with Image.open(io.BytesIO(make(MARK))) as picture:
        picture.load()
    assert holds(make(MARK), MARK)


@pytest.mark.parametrize("make", ARCHIVES)
def test_it_is_an_archive(make):
    """And nothing lies behind its comment."""
    data = make(MARK)
    behind = data[data.rindex(b"PK\x05\x06") + 20 :]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("a.txt") == MARK
    assert int.from_bytes(behind[:2], "little") == len(behind) - 2


@pytest.mark.parametrize("make", BOMBS)
def test_a_bomb_is_small(make):
    """Mebibytes in kilobytes, with the mark in front."""
    data = make(MARK)
    assert len(data) < 8192
    packed = data[data.index(b"\0\0\x78\xda") + 2 :]
    assert len(zlib.decompressobj().decompress(packed)) == len(MARK) + (4 << 20)


def test_a_script_is_behind_one_comment():
    """The size of the picture opens it; then the code stands between two comments."""
    for data, opened in ((script_gif(MARK), 6), (script_jpeg(MARK), 4)):
        assert data[opened : opened + 2] == b"/*"
        assert data.index(b"*/") == data.index(b"*/=1;/*" + MARK)


def test_a_document_lies_in_the_first_kilobyte():
    """Where its readers look for it."""
    for data in (four_in_one(b""), page_around(b""), noted_pdf(b"")):
        assert data.index(b"%PDF-") < 1024
    assert zipfile.is_zipfile(io.BytesIO(four_in_one(MARK)))
