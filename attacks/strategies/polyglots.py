"""Files that are whole in two formats, and pictures whose own data is text to another reader.

Each is valid to its last byte where its name says so: no structure check can tell it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from attacks.strategies import contents
from attacks.strategies.archives import Member, zipped
from attacks.strategies.documents import pdf
from attacks.strategies.images import (
    SCREEN,
    gif_with,
    jpeg_segment,
    jpeg_with,
    png_chunk,
    png_with,
    sub_blocks,
    webp_with,
)

Maker = Callable[[bytes], bytes]


def script_gif(mark: bytes) -> bytes:
    """Return a GIF whose width opens a comment of JavaScript; behind it *mark* is code."""
    code = b"*/=1;/*" + mark + b"*/1//"
    gif = gif_with(b"!\xfe" + sub_blocks(code))
    return gif[:6] + b"/*" + gif[8:]


def script_jpeg(mark: bytes) -> bytes:
    """Return a JPEG whose first segment is as long as ``/*`` says, and closes that comment.

    To JavaScript in ISO 8859-1 the four bytes in front are a name.
    """
    length = int.from_bytes(b"/*", "big")
    head = b"JFIF\0\x01\x02\x01\0\x01\0\x01\0\0"
    code = b"*/=1;/*" + mark + b"*/1/*"
    first = head + bytes(length - 2 - len(head) - len(code)) + code
    honest = contents.jpeg()
    rest = honest[20:-2] + jpeg_segment(0xFE, b"") + honest[-2:]
    return honest[:2] + jpeg_segment(0xE0, first) + rest


def tables_jpeg(mark: bytes) -> bytes:
    """Return a JPEG with *mark* as the first steps of its quantisation, for it is never zero."""
    jpeg, at = contents.jpeg(), contents.jpeg().index(b"\xff\xdb") + 5
    steps = mark[:64].replace(b"\0", b"\x01").ljust(64, b"\x01")
    return jpeg[:at] + steps + jpeg[at + 64 :]


def rows_png(mark: bytes) -> bytes:
    """Return a PNG with *mark* behind its one row, in the same compressed stream."""
    head, png = 33, contents.png()
    data = png_chunk(b"IDAT", zlib.compress(bytes(2) + mark))
    return png[:head] + data + png_chunk(b"IEND", b"")


def bomb_png(mark: bytes, kind: bytes = b"zTXt", size: int = 4 << 20) -> bytes:
    """Return a PNG with a text or profile of mebibytes behind *mark*: a few kilobytes packed."""
    name = b"p" if kind == b"iCCP" else b"Comment"
    return png_with(png_chunk(kind, name + b"\0\0" + zlib.compress(mark + bytes(size), 9)))


def _tail(mark: bytes, length: int) -> bytes:
    """Return an archive that calls the next *length* bytes its comment."""
    whole = zipped([Member(name=b"a.txt", data=mark)])
    return whole[:-2] + struct.pack("<H", length)


def archive_png(mark: bytes) -> bytes:
    """Return a PNG with an archive in a chunk of nobody's; what follows is its comment."""
    behind = 4 + len(contents.png()) - 33  # the chunk's checksum, then the picture
    return png_with(png_chunk(b"gaNt", _tail(mark, behind)))


def archive_jpeg(mark: bytes) -> bytes:
    """Return a JPEG with an archive in its comment."""
    return jpeg_with(jpeg_segment(0xFE, _tail(mark, len(contents.jpeg()) - 20)))


def archive_gif(mark: bytes) -> bytes:
    """Return a GIF with an archive in a comment, as long as one of its pieces."""
    gif = contents.gif()
    return gif_with(b"!\xfe" + sub_blocks(_tail(mark, 1 + len(gif) - SCREEN)))


def archive_webp(mark: bytes) -> bytes:
    """Return a WebP with an archive as its last chunk."""
    return webp_with(b"gaNt", _tail(mark, len(_tail(mark, 0)) % 2))  # a chunk is padded


POLYGLOTS: dict[str, dict[str, Maker]] = {
    "png": {
        "archive-in-chunk": archive_png,
        "rows-too-many": rows_png,
        "text-of-mebibytes": bomb_png,
        "profile-of-mebibytes": lambda mark: bomb_png(mark, b"iCCP"),
    },
    "jpg": {
        "script-in-length": script_jpeg,
        "archive-in-comment": archive_jpeg,
        "quantisation-table": tables_jpeg,
    },
    "gif": {"script-in-width": script_gif, "archive-in-comment": archive_gif},
    "webp": {"archive-in-chunk": archive_webp},
}
"""By extension and variant: how a mark becomes part of a second file in a picture."""


# -- what a redrawn picture keeps ------------------------------------------------------


def palette_png(mark: bytes) -> bytes:
    """Return a PNG of one row that uses each colour of its palette, and those spell *mark*."""
    colours = mark + bytes(-len(mark) % 3)
    count = len(colours) // 3
    header = struct.pack(">IIBBBBB", count, 1, 8, 3, 0, 0, 0)
    row = zlib.compress(bytes((0, *range(count))))
    chunks = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", row), (b"IEND", b""))
    return contents.png()[:8] + b"".join(png_chunk(*each) for each in chunks)


def pixels_png(mark: bytes) -> bytes:
    """Return a PNG whose grey pixels spell *mark*, packed by a coder that leaves them as they are.

    A picture of the right pixels comes out so of any coder (section 3.2.4 of RFC 1951: a block
    without compression).
    """
    header = struct.pack(">IIBBBBB", len(mark), 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + mark, 0)), (b"IEND", b""))
    return contents.png()[:8] + b"".join(png_chunk(*each) for each in chunks)


def palette_gif(mark: bytes) -> bytes:
    """Return a GIF whose palette spells *mark*."""
    bits = max(1, (len(mark) // 3).bit_length())
    colours = mark.ljust(3 * 2**bits, b"\0")
    screen = struct.pack("<HHBBB", 1, 1, 0x80 | bits - 1, 0, 0)
    return b"GIF89a" + screen + colours + contents.gif()[SCREEN:]


DRAWN: dict[str, dict[str, Maker]] = {
    "png": {"palette": palette_png, "pixels": pixels_png},
    "gif": {"palette": palette_gif},
}
"""By extension and variant: a mark that is part of what the picture shows."""


def four_in_one(mark: bytes) -> bytes:
    """Return a PDF between the beginning of a program, a page and an archive."""
    page = b"<html><script>/*" + mark + b"*/</script><!--"
    return b"MZ" + bytes(62) + page + pdf() + zipped([Member(data=mark)])


def page_around(mark: bytes) -> bytes:
    """Return a PDF in a comment of a page, its header within the first kilobyte."""
    return b"<html><!--\n" + pdf() + b"--><script>/*" + mark + b"*/</script>\n"


def noted_pdf(mark: bytes) -> bytes:
    """Return a PDF with *mark* in a comment of its first object: nothing minds."""
    return pdf(catalog=b"% " + mark + b"\n")
