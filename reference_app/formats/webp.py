"""WebP: lossy, lossless, extended and animated (RFC 9649)."""

import re
from collections.abc import Iterator

from reference_app.formats.walk import Facts, Walk, require

KINDS = (b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L", b"EXIF", b"XMP ")
LETTERS = dict(zip(KINDS, b"XCAFHVLMM", strict=True))
LAYOUT = re.compile(rb"V|L|XC?(H?V|L|AF+)M{0,2}")  # RFC 9649 §2.5 to §2.7
FRAME = re.compile(rb"H?V|L")
BROKEN = "its bitstream is broken"


def webp(walk: Walk) -> Facts:
    """Walk the chunks; the length in the first header is that of the file."""
    layout, canvas = bytearray(), (0, 0)
    riff, size, form = walk.unpack("<4sI4s")
    require((riff, form) == (b"RIFF", b"WEBP"), "it does not begin as WebP")
    require(size + 8 == walk.end and size % 2 == 0, "its length is another")
    for kind, head, stop in _chunks(walk, walk.end, layout):
        if kind == b"VP8X":
            canvas = _size(head, 4)
        elif kind == b"ANMF":
            _frame(walk, head, stop, canvas)
        elif kind in {b"VP8 ", b"VP8L"}:
            require(canvas in {(0, 0), _picture(kind, head)}, "its image and its canvas differ")
            canvas = _picture(kind, head)
    require(LAYOUT.fullmatch(layout), "its chunks are out of order")
    return Facts(pixels=canvas[0] * canvas[1], frames=max(1, layout.count(b"F")))


def _chunks(walk: Walk, end: int, layout: bytearray) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield kind, first bytes and end of each chunk up to *end*; note its letter in *layout*."""
    while walk.at < end:
        kind, size = walk.unpack("<4sI")
        stop = walk.at + size
        require(kind in LETTERS, "a chunk is unknown")
        require(stop + size % 2 <= end, "a chunk is longer than what holds it")
        layout.append(LETTERS[kind])
        yield kind, walk.take(min(size, 16)), stop
        walk.at = stop
        require(size % 2 == 0 or walk.take(1) == b"\0", "its padding is not empty")


def _size(head: bytes, at: int) -> tuple[int, int]:
    """Return width and height, each stored less one in three bytes."""
    require(len(head) >= at + 6, "a chunk is shorter than its header")
    width, height = head[at : at + 3], head[at + 3 : at + 6]
    return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1


def _picture(kind: bytes, head: bytes) -> tuple[int, int]:
    """Return the size that a bitstream begins with (RFC 6386 §9.1, RFC 9649 §3.4)."""
    bits = int.from_bytes(head[:10].ljust(10, b"\xff"), "little")
    if kind == b"VP8L":
        require(bits % 2**8 == 0x2F and (bits >> 37) % 8 == 0, BROKEN)  # noqa: PLR2004 - mark, version
        return (bits >> 8) % 2**14 + 1, (bits >> 22) % 2**14 + 1
    width, height = (bits >> 48) % 2**14, (bits >> 64) % 2**14
    is_key_frame = bits % 2 == 0 and head[3:6] == b"\x9d\x01\x2a" and head[9:]
    require(is_key_frame and width and height, BROKEN)
    return width, height


def _frame(walk: Walk, head: bytes, stop: int, canvas: tuple[int, int]) -> None:
    """Pass one frame of an animation: it lies on the canvas and holds one picture of its size."""
    left, top = (2 * (n - 1) for n in _size(head, 0))  # stored halved, but not less one
    size = _size(head, 6)
    require(left + size[0] <= canvas[0] and top + size[1] <= canvas[1], "a frame leaves the canvas")
    layout = bytearray()
    for kind, inner, _ in _chunks(walk, stop, layout):
        require(kind == b"ALPH" or _picture(kind, inner) == size, "a frame and its image differ")
    require(FRAME.fullmatch(layout), "a frame does not hold one image")
