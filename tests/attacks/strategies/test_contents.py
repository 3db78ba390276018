"""The honest files are what they say, and differ where an attack needs two."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib

import pytest

from attacks.model import Profile, Sample
from attacks.strategies import contents
from tests.attacks.seeking import PNG, TXT, found

ENDS = {
    "png": b"IEND\xaeB`\x82",
    "jpg": b"\xff\xd9",
    "jpeg": b"\xff\xd9",
    "gif": b"\x00;",
    "pdf": b"%%EOF\n",
    "txt": b"\n",
    "csv": b"\r\n",
    "json": b"}\n",
}


@pytest.mark.parametrize("extension", ENDS)
def test_ends_with_its_end_marker(extension: str):
    """Nothing stands behind the end of the structure."""
    assert contents.HONEST[extension].content.endswith(ENDS[extension])


def test_png_chunks_are_whole():
    """Every chunk has its length and checksum, and the pixel data inflates."""
    data, kinds = contents.png()[8:], []
    while data:
        (size,) = struct.unpack(">I", data[:4])
        body, (crc,) = data[4 : 8 + size], struct.unpack(">I", data[8 + size : 12 + size])
        assert zlib.crc32(body) == crc
        kinds.append(body[:4])
        data = data[12 + size :]

    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_webp_sizes_agree():
    """The container's length is the file's."""
    data = contents.webp()

    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    assert struct.unpack("<I", data[16:20])[0] == len(data) - 20


def test_pdf_table_points_at_its_objects():
    """Each offset of the cross-reference table is the start of that object."""
    data = contents.pdf()
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    rows = data[start:].split(b"\n")[3:6]

    assert data[start:].startswith(b"xref\n")
    for number, row in enumerate(rows, start=1):
        assert data[int(row.split()[0]) :].startswith(b"%d 0 obj" % number)


def test_archive_and_json_are_read_by_the_standard_library():
    """Python's own readers take them."""
    with zipfile.ZipFile(io.BytesIO(contents.archive())) as opened:
        assert opened.testzip() is None
    assert json.loads(contents.json(7)) == {"honest": 7}


@pytest.mark.parametrize("extension", contents.HONEST)
def test_two_files_differ(extension: str):
    """Each type has a second file with other bytes."""
    profile = Profile(endpoint="/", field="f", accepted=(contents.HONEST[extension],))
    first, second = contents.two_files(profile)

    assert first.extension == second.extension == extension
    assert first.content != second.content


def test_two_files_prefers_a_type_that_can_be_built():
    """A type that only the profile knows is passed over, or sent twice."""
    odd = Sample(extension="odd", media_type="application/x-odd", content=b"odd")
    both = Profile(endpoint="/", field="f", accepted=(odd, contents.HONEST["gif"]))
    alone = Profile(endpoint="/", field="f", accepted=(odd,))

    assert contents.two_files(both)[0].extension == "gif"
    assert contents.two_files(alone) == (odd, odd)


def test_honest_files_vary_type_and_size():
    """Every accepted type is drawn, and text in several lengths."""
    files = contents.honest_files(PNG)

    assert {found(files, lambda s, e=e: s.extension == e).extension for e in ("png", "txt")}
    assert found(files, lambda sample: len(sample.content) > 1000).extension == "txt"


@pytest.mark.parametrize("extension", ["txt", "png"])
def test_roomy_has_the_size_and_an_honest_head(extension: str):
    """A large file starts as the small one does."""
    sample = contents.HONEST[extension]
    file = contents.roomy(Profile(endpoint="/", field="f", accepted=(sample,)), 5000)

    assert file.content.size >= 5000
    assert file.content.to_bytes().startswith(sample.content)
    assert file.media_type == sample.media_type.encode()


def test_roomy_text_ends_with_a_whole_line():
    """Text is honest at any length."""
    assert contents.roomy(TXT, 0).content.to_bytes() == contents.HONEST["txt"].content
    assert contents.roomy(PNG, 999).content.to_bytes().endswith(b"number 0.\n")
