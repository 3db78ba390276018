"""PNG and its animated kind (PNG, third edition, 2025)."""

import re
from zlib import crc32

from reference_app.formats.walk import Facts, Walk, require

KINDS = (b"IHDR", b"PLTE", b"acTL", b"fcTL", b"IDAT", b"fdAT", b"IEND")
LETTERS = dict(zip(KINDS, b"HPACIFE", strict=True))
ORDER = re.compile(rb"H[xPAC]*I+[xCF]*E")  # x is any chunk that may be ignored
DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}  # by colour


def png(walk: Walk) -> Facts:
    """Walk the chunks from IHDR to IEND; each checksum must be right."""
    order, first = bytearray(), dict.fromkeys(KINDS, b"")
    require(walk.take(8) == b"\x89PNG\r\n\x1a\n", "it does not begin as PNG")
    while not order.endswith(b"E"):
        kind, data = _chunk(walk)
        order.append(LETTERS.get(kind) or ord("x" if kind.isalpha() and kind[0] & 0x20 else "?"))
        if kind in LETTERS:
            first[kind] = data
    walk.finish()
    require(ORDER.fullmatch(order) and not first[b"IEND"], "its chunks are out of order")
    require(order.count(b"P") < 2 and order.count(b"A") < 2, "a chunk is repeated")  # noqa: PLR2004 - once
    frames = int.from_bytes(first[b"acTL"][:4], "big")
    require(order.count(b"C") == frames, "its frames are miscounted")
    return Facts(pixels=_pixels(first[b"IHDR"], first[b"PLTE"]), frames=max(1, frames))


def _chunk(walk: Walk) -> tuple[bytes, bytes]:
    """Return the kind and the first piece of a chunk."""
    length, kind = walk.unpack(">I4s")
    first, check = b"", crc32(kind)
    for piece in walk.pieces(length):
        first, check = first or piece, crc32(piece, check)
    require(walk.take(4) == check.to_bytes(4, "big"), "a checksum is wrong")
    return kind, first


def _pixels(header: bytes, palette: bytes) -> int:
    require(len(header) == 13, "its header has the wrong length")  # noqa: PLR2004 - of IHDR
    pixels = int.from_bytes(header[:4], "big") * int.from_bytes(header[4:8], "big")
    depth, colour, *methods = header[8:]
    require(pixels and methods in ([0, 0, 0], [0, 0, 1]), "its header is broken")
    require(depth in DEPTHS.get(colour, ()), "it has no such colour depth")
    allowed = range(3 * (colour == 3), 1 + (3 << min(depth, 8)), 3)  # noqa: PLR2004 - indexed
    require(len(palette) in allowed, "its palette has the wrong length")
    return pixels
