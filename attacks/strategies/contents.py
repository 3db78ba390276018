"""Honest files: for each type the smallest one that is valid to its last byte.

They are built in code, so that nobody has to trust a binary in the repository, and twice
for each type, so that an attack can tell its first file from its second.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import Body, Fill, Profile, Sample, SentFile

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip entry can hold


def text(shade: int = 0) -> bytes:
    """Return one line of plain text."""
    return b"An honest line of text, number %d.\n" % shade


def csv(shade: int = 0) -> bytes:
    """Return a header and one record (RFC 4180)."""
    return b"name,value\r\nhonest,%d\r\n" % shade


def json(shade: int = 0) -> bytes:
    """Return an object with one member (RFC 8259)."""
    return b'{"honest": %d}\n' % shade


def png(shade: int = 0) -> bytes:
    """Return one grey pixel (PNG, third edition)."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes((0, shade)))  # filter type none, then the grey level
    chunks = ((b"IHDR", head), (b"IDAT", pixel), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*each) for each in chunks)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def jpeg(shade: int = 0) -> bytes:
    """Return one grey pixel as baseline JPEG (ITU-T T.81); *shade* is its pixel density."""
    one_code = bytes((1, *[0] * 15))  # a Huffman table whose only code is the bit 0
    segments = (
        (0xE0, b"JFIF\x00" + struct.pack(">HBHHBB", 0x0102, 1, 1 + shade, 1 + shade, 0, 0)),
        (0xDB, b"\x00" + bytes([1]) * 64),
        (0xC0, struct.pack(">BHHBBBB", 8, 1, 1, 1, 1, 0x11, 0)),
        (0xC4, b"\x00" + one_code + b"\x00"),  # DC: no difference
        (0xC4, b"\x10" + one_code + b"\x00"),  # AC: end of block
        (0xDA, bytes((1, 1, 0x00, 0, 63, 0))),
    )
    scan = b"\x3f"  # the bits 0 0, then padding of ones
    return b"\xff\xd8" + b"".join(_jpeg_segment(*s) for s in segments) + scan + b"\xff\xd9"


def _jpeg_segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def gif(shade: int = 0) -> bytes:
    """Return one pixel with a palette of two colours (GIF89a)."""
    screen = struct.pack("<HHBBB", 1, 1, 0x80, 0, 0)
    palette = bytes((shade, shade, shade, 255, 255, 255))
    image = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    codes = b"\x02\x02\x44\x01\x00"  # LZW of 3 bits: clear, colour 0, end
    return b"GIF89a" + screen + palette + image + codes + b";"


def webp(shade: int = 0) -> bytes:
    """Return one pixel as lossless WebP (RFC 9649); *shade* is the low bit of its green."""
    prefix_codes = sum(1 << (3 + 4 * n) for n in range(5))  # five codes of a single symbol
    bits = (prefix_codes | (shade & 1) << 6).to_bytes(3, "little")
    data = b"\x2f" + bytes(4) + bits  # width 1, height 1, no alpha, version 0
    chunk = b"VP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def pdf(shade: int = 0) -> bytes:
    """Return one empty page (ISO 32000-1); *shade* is added to its width."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d 72] /Resources << >> >>" % (72 + shade),
    )
    out = bytearray(b"%PDF-1.4\n")
    table = [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects, start=1):
        table.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n" % len(table) + b"".join(table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(table), start)
    return bytes(out)


def archive(shade: int = 0) -> bytes:
    """Return a zip with one stored text entry (PKWARE APPNOTE 6.3)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(zipfile.ZipInfo("honest.txt", EPOCH), text(shade))
    return buffer.getvalue()


Builder = Callable[[int], bytes]

BUILDERS: dict[str, tuple[str, Builder]] = {
    "txt": ("text/plain", text),
    "png": ("image/png", png),
    "jpg": ("image/jpeg", jpeg),
    "jpeg": ("image/jpeg", jpeg),
    "gif": ("image/gif", gif),
    "pdf": ("application/pdf", pdf),
    "csv": ("text/csv", csv),
    "webp": ("image/webp", webp),
    "zip": ("application/zip", archive),
    "json": ("application/json", json),
}

HONEST: dict[str, Sample] = {
    extension: Sample(extension=extension, media_type=media_type, content=build(0))
    for extension, (media_type, build) in BUILDERS.items()
}
"""One honest file for each type, by its extension."""


def two_files(profile: Profile) -> tuple[Sample, Sample]:
    """Return two accepted files of one type whose bytes differ.

    A type that only the user's profile knows cannot be built here, so another accepted
    one is taken; where there is none, both files are the same.
    """
    known = (sample for sample in profile.accepted if sample.extension in BUILDERS)
    first = next(known, profile.sample)
    if first.extension not in BUILDERS:
        return first, first
    _, build = BUILDERS[first.extension]
    return first, replace(first, content=next(c for c in map(build, (0, 1)) if c != first.content))


def honest_files(profile: Profile) -> st.SearchStrategy[Sample]:
    """Return accepted files: text of any number of lines, other types as they are."""
    texts = [sample for sample in profile.accepted if sample.extension == "txt"]
    lines = st.builds(
        lambda sample, count: replace(sample, content=sample.content * count),
        st.sampled_from(texts),
        st.integers(1, 500),
    )
    plain = st.sampled_from(profile.accepted)
    return st.one_of(plain, lines) if texts else plain


def padded(sample: Sample, size: int) -> Body:
    """Return *sample* with zero bytes behind its end, *size* bytes in all: for any type but text.

    Only a reader that comes so far can mind them; an attack that rests on such a file has a
    neighbour that shows whether the target does.
    """
    return Body((sample.content, Fill(pattern=b"\0", size=size - len(sample.content))))


def roomy(profile: Profile, size: int) -> SentFile:
    """Return a file of at least *size* bytes that is honest as far as it goes.

    Plain text is honest at any length; other types are `padded`.
    """
    sample = next((s for s in profile.accepted if s.extension == "txt"), profile.sample)
    content, length = sample.content, len(sample.content)
    if sample.extension == "txt":
        body = Body((Fill(pattern=content, size=(size // length + 1) * length),))
    else:
        body = padded(sample, length + size)
    return SentFile(
        filename=f"gauntlet-roomy.{sample.extension}".encode(),
        content=body,
        media_type=sample.media_type.encode(),
    )
