"""Honest means honest: programs that are not ours read every file of the corpus without a word."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from PIL import Image, ImageSequence

from tests.reference_app.formats.building import read
from tests.reference_app.formats.corpus import FILES


def of(prefix):
    """Return the files whose media type begins with *prefix*."""
    found = [each for each in FILES if each[0].startswith(prefix)]
    return pytest.mark.parametrize(
        ("kind", "data"), [pytest.param(kind, data, id=name) for kind, name, data in found]
    )


@of("image/")
def test_pillow_decodes_every_frame(kind, data):
    """And sees as many pixels and frames as the reader."""
    facts = read(kind, data)
    with Image.open(io.BytesIO(data)) as image:
        assert Image.MIME[image.format] == kind
        assert image.size[0] * image.size[1] == facts.pixels
        apart = bool(image.info.get("default_image"))  # a picture that is no frame
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
    assert len(frames) == facts.frames + apart


@of("application/zip")
def test_zipfile_unpacks_every_member(kind, data):
    """And sees as many of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert len(opened.namelist()) == len(read(kind, data).members)


@of("application/pdf")
def test_pikepdf_finds_nothing_wrong(kind, data):
    """Neither in the table of objects nor in the pages."""
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as document:
        assert document.pages
        assert document.check_pdf_syntax() == []
