"""One strict structural reader per accepted type: a file is that type to its last byte, or not.

A reader walks from the first byte to the end mark and refuses whatever stands behind it, which is
where a second format hides (GIFAR, CWE-434, ASVS v5.0.0-5.2.2). It decodes no pixels and unpacks
nothing. Time grows with the file; memory is one piece, and some bytes for each chunk or member.
Readers leave the file's position where they stopped.
"""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from reference_app.formats.csv import csv
from reference_app.formats.gif import gif
from reference_app.formats.jpeg import jpeg
from reference_app.formats.pdf import pdf
from reference_app.formats.png import png
from reference_app.formats.signatures import SIGNATURES
from reference_app.formats.text import text
from reference_app.formats.walk import Facts, Member, NotThisType
from reference_app.formats.webp import webp
from reference_app.formats.zip import archive

__all__ = ["READERS", "SIGNATURES", "Facts", "Member", "NotThisType"]

READERS: Mapping[str, Callable[[BinaryIO], Facts]] = {
    "application/pdf": pdf,
    "application/zip": archive,
    "image/gif": gif,
    "image/jpeg": jpeg,
    "image/png": png,
    "image/webp": webp,
    "text/csv": csv,
    "text/plain": text,
}
"""By media type; each raises ``NotThisType`` and nothing else, whatever the bytes."""
