"""Pictures that hold more than a picture, or claim to be larger than they are.

All start from the honest one of `contents` and stay well-formed, but where the name says
otherwise: a reader that follows the format finds nothing to complain of.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable

from attacks.model import Body, Fill
from attacks.strategies import contents

HEAD = 33  # a PNG's signature and IHDR
SCREEN = 19  # a GIF's header, screen and palette of two colours
ANIMATED, WITH_XMP, WITH_EXIF, WITH_ICC = 0x02, 0x04, 0x08, 0x20  # flags of VP8X


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG, its checksum right."""
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png_with(*chunks: bytes) -> bytes:
    """Return the honest PNG with *chunks* behind its header."""
    png = contents.png()
    return png[:HEAD] + b"".join(chunks) + png[HEAD:]


def jpeg_segment(marker: int, data: bytes) -> bytes:
    """Return one segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg_with(*segments: bytes) -> bytes:
    """Return the honest JPEG with *segments* behind its first two, which must stand there."""
    jpeg = contents.jpeg()
    return jpeg[:20] + b"".join(segments) + jpeg[20:]


def sub_blocks(data: bytes) -> bytes:
    """Return *data* as a GIF carries it: in pieces of up to 255 bytes, then an empty one."""
    pieces = (data[at : at + 255] for at in range(0, len(data), 255))
    return b"".join(bytes((len(piece),)) + piece for piece in pieces) + b"\0"


def gif_with(*blocks: bytes) -> bytes:
    """Return the honest GIF with *blocks* in front of its image."""
    gif = contents.gif()
    return gif[:SCREEN] + b"".join(blocks) + gif[SCREEN:]


def webp_chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a WebP, padded to an even length."""
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def webp_of(*chunks: bytes) -> bytes:
    """Return a WebP file of *chunks*."""
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_with(kind: bytes, data: bytes, flag: int = 0) -> bytes:
    """Return the honest WebP as an extended one, with one more chunk."""
    more, picture = webp_chunk(kind, data), contents.webp()[12:]
    chunks = (more, picture) if flag == WITH_ICC else (picture, more)
    return webp_of(_canvas(1, 1, flag), *chunks)


def _canvas(width: int, height: int, flag: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp_chunk(b"VP8X", bytes((flag, 0, 0, 0)) + size)


# -- beside the picture ---------------------------------------------------------------

Hider = Callable[[bytes], bytes]

HIDERS: dict[str, dict[str, Hider]] = {
    "png": {
        "text": lambda mark: png_with(png_chunk(b"tEXt", b"Comment\0" + mark)),
        "packed-text": lambda mark: png_with(
            png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(mark))
        ),
        "unicode-text": lambda mark: png_with(png_chunk(b"iTXt", b"Comment\0\0\0\0\0" + mark)),
        # an ICC profile is compressed, and few look into it
        "colour-profile": lambda mark: png_with(png_chunk(b"iCCP", b"p\0\0" + zlib.compress(mark))),
        # a chunk that nobody knows may be ignored, so it is kept
        "private-chunk": lambda mark: png_with(png_chunk(b"gaNt", mark)),
    },
    "jpg": {
        "comment": lambda mark: jpeg_with(jpeg_segment(0xFE, mark)),
        "colour-profile": lambda mark: jpeg_with(
            jpeg_segment(0xE2, b"ICC_PROFILE\0\x01\x01" + mark)
        ),
        "editor-notes": lambda mark: jpeg_with(jpeg_segment(0xED, b"Photoshop 3.0\0" + mark)),
        # an application segment of nobody's
        "private-segment": lambda mark: jpeg_with(jpeg_segment(0xEB, mark)),
    },
    "gif": {
        "comment": lambda mark: gif_with(b"!\xfe" + sub_blocks(mark)),
        "application": lambda mark: gif_with(b"!\xff\x0bGAUNTLET1.0" + sub_blocks(mark)),
        # behind the code that ends the image's data, and still in its blocks
        "image-tail": lambda mark: contents.gif()[:-2] + sub_blocks(mark) + b";",
    },
    "webp": {
        "metadata": lambda mark: webp_with(b"EXIF", mark, WITH_EXIF),
        "xml-packet": lambda mark: webp_with(b"XMP ", mark, WITH_XMP),
        "colour-profile": lambda mark: webp_with(b"ICCP", mark, WITH_ICC),
        "private-chunk": lambda mark: webp_with(b"gaNt", mark),
    },
}
"""By extension and variant: how a mark is put beside the picture."""


def exif(text: bytes) -> bytes:
    """Return a TIFF block with *text* as its description and beside the coordinates in it."""
    note, method = text + b"\0", b"ASCII\0\0\0" + text
    first, place, data = 8, 8 + 2 + 2 * 12 + 4, 8 + 2 + 2 * 12 + 4 + 2 + 3 * 12 + 4
    degrees = struct.pack("<6I", 52, 1, 30, 1, 0, 1)
    entries = (
        (0x010E, 2, len(note), data + len(degrees)),
        (0x8825, 4, 1, place),
    )
    places = (
        (0x0001, 2, 2, int.from_bytes(b"N\0\0\0", "little")),
        (0x0002, 5, 3, data),
        (0x001B, 7, len(method), data + len(degrees) + len(note)),
    )
    directories = _directory(entries) + _directory(places)
    return b"II*\0" + struct.pack("<I", first) + directories + degrees + note + method


def _directory(entries: Iterable[tuple[int, int, int, int]]) -> bytes:
    packed = [struct.pack("<HHII", *entry) for entry in entries]
    return struct.pack("<H", len(packed)) + b"".join(packed) + bytes(4)


def xmp(text: bytes) -> bytes:
    """Return an XMP packet with *text* as its place."""
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="" '
        b'xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:City="' + text + b'"/></r:RDF>'
        b'</x:xmpmeta><?xpacket end="w"?>'
    )


# A GIF reader that knows nothing of XMP finds its way out by these (XMP part 3, section 1.1.2).
XMP_END = b"\x01" + bytes(range(255, -1, -1)) + b"\0"

NOTES: dict[str, dict[str, Hider]] = {
    "png": {
        "exif": lambda text: png_with(png_chunk(b"eXIf", exif(text))),
        "xmp": lambda text: png_with(
            png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(text))
        ),
    },
    "jpg": {
        "exif": lambda text: jpeg_with(jpeg_segment(0xE1, b"Exif\0\0" + exif(text))),
        "xmp": lambda text: jpeg_with(
            jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(text))
        ),
        "iptc": lambda text: jpeg_with(jpeg_segment(0xED, _iptc(text))),
    },
    "gif": {"xmp": lambda text: gif_with(b"!\xff\x0bXMP DataXMP" + xmp(text) + XMP_END)},
    "webp": {
        "exif": lambda text: webp_with(b"EXIF", exif(text), WITH_EXIF),
        "xmp": lambda text: webp_with(b"XMP ", xmp(text), WITH_XMP),
    },
}
"""By extension and variant: where cameras and editors note who, where and with what."""


def _iptc(text: bytes) -> bytes:
    """Return the resource block that holds a city (IPTC IIM 2:90)."""
    record = b"\x1c\x02\x5a" + struct.pack(">H", len(text)) + text
    padding = b"\0" * (len(record) % 2)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    return b"Photoshop 3.0\0" + resource + padding


# -- larger than it looks --------------------------------------------------------------


def claiming(extension: str, width: int, height: int) -> bytes:
    """Return the honest picture with another size in its header, and no pixel more."""
    if extension == "png":
        header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        return contents.png()[:8] + header + contents.png()[HEAD:]
    if extension == "gif":
        return contents.gif()[:6] + struct.pack("<HH", width, height) + contents.gif()[10:]
    if extension == "webp":
        data = b"\x2f" + ((height - 1) << 14 | width - 1).to_bytes(4, "little")
        return webp_of(webp_chunk(b"VP8L", data + contents.webp()[25:28]))
    jpeg = contents.jpeg()
    at = jpeg.index(b"\xff\xc0") + 5  # behind marker, length and depth
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def filled(width: int, height: int) -> bytes:
    """Return a PNG with all of its pixels, black, one bit each: small, and true to its header."""
    rows = zlib.compress(bytes((1 + (width + 7) // 8) * height), 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*each) for each in chunks)


def moving_gif(frames: int) -> Body:
    """Return an animation of one pixel, of any length: its frames are all alike."""
    gif = contents.gif()
    frame = gif[SCREEN:-1]
    return Body((gif[:SCREEN], Fill(pattern=frame, size=len(frame) * frames), b";"))


def moving(extension: str, frames: int) -> bytes:
    """Return an animation of one pixel: png, gif or webp."""
    if extension == "gif":
        return moving_gif(frames).to_bytes()
    if extension == "webp":
        frame = bytes(12) + b"\x01\0\0\0" + contents.webp()[12:]  # at 0, 0; one pixel; 1 ms
        chunks = (webp_chunk(b"ANIM", bytes(6)), *[webp_chunk(b"ANMF", frame)] * frames)
        return webp_of(_canvas(1, 1, ANIMATED), *chunks)
    pixel = zlib.compress(bytes(2))
    parts = [png_chunk(b"acTL", struct.pack(">II", frames, 0)), _control(0)]
    parts.append(png_chunk(b"IDAT", pixel))
    for number in range(1, frames):
        parts += (
            _control(2 * number - 1),
            png_chunk(b"fdAT", struct.pack(">I", 2 * number) + pixel),
        )
    png = contents.png()
    return png[:HEAD] + b"".join(parts) + png_chunk(b"IEND", b"")


def claiming_frames() -> bytes:
    """Return a PNG of one pixel that claims to be an animation of all that 31 bits count."""
    return png_with(png_chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)), _control(0))


def _control(sequence: int) -> bytes:
    return png_chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, 1, 1, 0, 0, 1, 1000, 0, 0))
