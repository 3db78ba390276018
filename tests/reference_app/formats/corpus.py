"""Honest files made by writers that are not ours: Pillow, zipfile, pikepdf and csv."""

from __future__ import annotations

import csv
import io
import zipfile

import pikepdf
from PIL import Image, PngImagePlugin

from attacks.strategies.contents import BUILDERS

SIZE = (24, 16)
XMP = b"<?xpacket begin='' id=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'/><?xpacket end='w'?>"


def picture(mode, shade=0):
    """Return a small picture whose pixels differ."""
    base = Image.linear_gradient("L").resize(SIZE).point(lambda level: (level + shade) % 256)
    return base.convert("L").convert(mode) if mode != "I;16" else base.convert("I").convert(mode)


def saved(image, kind, **options):
    """Return *image* as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def moving(kind, mode="RGB", **options):
    """Return an animation of three frames."""
    first, *rest = (picture(mode, shade) for shade in (0, 80, 160))
    return saved(first, kind, save_all=True, append_images=rest, duration=50, **options)


def exif():
    """Return a block of metadata as cameras write it."""
    data = Image.Exif()
    data[0x010E], data[0x0112] = "An honest picture", 6
    return data


def described():
    """Return two text chunks, one of them compressed."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Title", "An honest picture")
    notes.add_itxt("Comment", "文" * 400, zip=True)
    return notes


def pages(**options):
    """Return a document of two pages."""
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.add_blank_page(page_size=(72, 144))
        document.save(buffer, **options)
    return buffer.getvalue()


def zipped(compression, *, names=("a.txt", "b/c.csv", "文.txt"), stream=None):
    """Return an archive of a few members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(stream(buffer) if stream else buffer, "w", compression) as opened:
        for name in names:
            opened.writestr(name, b"An honest line.\n" * 40)
    return buffer.getvalue()


class OneWay(io.RawIOBase):
    """A stream that cannot seek: writers put the lengths behind the data."""

    def __init__(self, under):
        self._under = under

    def writable(self):
        """Tell that this is for writing."""
        return True

    def write(self, data):
        """Pass on."""
        return self._under.write(data)


def table(dialect, rows):
    """Return rows as the csv module writes them."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, dialect).writerows(rows)
    return buffer.getvalue().encode()


class Semicolon(csv.excel):
    """What spreadsheets write where the comma is the decimal sign."""

    delimiter = ";"
    quoting = csv.QUOTE_ALL


ROWS = [["name", "note"], ["a,b", 'says "hi"'], ["文", "two\r\nlines"], ["", ""]]
PNGS = {
    **{f"png-{mode}": saved(picture(mode), "PNG") for mode in ("1", "L", "LA", "RGB", "RGBA")},
    "png-palette": saved(picture("P"), "PNG", transparency=0, bits=8),
    "png-16-bit": saved(picture("I;16"), "PNG"),
    "png-metadata": saved(picture("RGB"), "PNG", pnginfo=described(), exif=exif(), dpi=(72, 72)),
    "png-animated": moving("PNG"),
    "png-animated-apart": moving("PNG", default_image=True),
}
JPEGS = {
    **{f"jpeg-{mode}": saved(picture(mode), "JPEG") for mode in ("L", "RGB", "CMYK")},
    "jpeg-progressive": saved(picture("RGB"), "JPEG", progressive=True),
    "jpeg-restarts": saved(picture("RGB"), "JPEG", restart_marker_blocks=1),
    "jpeg-metadata": saved(picture("RGB"), "JPEG", exif=exif(), comment=b"hi", xmp=XMP),
    "jpeg-filled": saved(picture("L"), "JPEG").replace(b"\xff\xda", b"\xff\xff\xff\xda"),
}
GIFS = {
    **{f"gif-{mode}": saved(picture(mode), "GIF") for mode in ("1", "L", "P", "RGB")},
    "gif-interlaced": saved(picture("L"), "GIF", interlace=1, comment=b"hi"),
    "gif-animated": moving("GIF", loop=0, disposal=2),
}
WEBPS = {
    "webp-lossy": saved(picture("RGB"), "WEBP"),
    "webp-lossless": saved(picture("RGB"), "WEBP", lossless=True),
    "webp-alpha": saved(picture("RGBA"), "WEBP"),
    "webp-lossy-alpha": saved(Image.new("RGBA", SIZE, (9, 8, 7, 99)), "WEBP"),
    "webp-metadata": saved(picture("RGB"), "WEBP", exif=exif(), xmp=XMP, icc_profile=b"x" * 131),
    "webp-animated": moving("WEBP", loop=0),
    "webp-animated-lossless": moving("WEBP", "RGBA", lossless=True),
}
PDFS = {
    "pdf-table": pages(),
    "pdf-object-streams": pages(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "pdf-linearized": pages(linearize=True),
    "pdf-2.0": pages(force_version="2.0"),
}
ZIPS = {
    "zip-stored": zipped(zipfile.ZIP_STORED),
    "zip-deflated": zipped(zipfile.ZIP_DEFLATED),
    "zip-streamed": zipped(zipfile.ZIP_DEFLATED, stream=OneWay),
    "zip-empty": zipped(zipfile.ZIP_STORED, names=()),
}
CSVS = {
    "csv-excel": table("excel", ROWS),
    "csv-unix": table("unix", ROWS),
    "csv-tabs": table("excel-tab", ROWS),
    "csv-semicolons": table(Semicolon, ROWS),
    "csv-mark": b"\xef\xbb\xbf" + table("excel", ROWS),
    "csv-long": table("excel", [["x" * 131_000, "y" * 131_000]] * 3),
    "csv-empty": b"",
}
TEXTS = {
    "txt-empty": b"",
    "txt-mark": b"\xef\xbb\xbftext",
    "txt-every-control-allowed": b"\t\n\r\f\x7f",
    "txt-many-scripts": "Ωμέγα, Ж, 文, 😀, \u200f\u0628".encode() * 5000,
    **{f"txt-{k}-{d}": b"x" * (k * 65_536 + d) for k in (1, 2, 3) for d in range(-8, 9)},
    **{f"txt-split-{d}": b"x" * (65_536 - d) + "😀".encode() for d in range(5)},
}
BY_TYPE = {
    "image/png": PNGS,
    "image/jpeg": JPEGS,
    "image/gif": GIFS,
    "image/webp": WEBPS,
    "application/pdf": PDFS,
    "application/zip": ZIPS,
    "text/csv": CSVS,
    "text/plain": TEXTS,
}
OURS = [
    (media_type, f"{extension}-{shade}", build(shade))
    for extension, (media_type, build) in BUILDERS.items()
    for shade in (0, 1)
    if media_type in BY_TYPE
]
FILES = [
    *OURS,
    *((kind, name, data) for kind, files in BY_TYPE.items() for name, data in files.items()),
]
"""Media type, name, bytes."""
STRUCTURED = [each for each in FILES if not each[0].startswith("text/")]
