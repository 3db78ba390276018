"""One strict structural reader per accepted type: a file is that type to its last byte, or not.

A reader walks from the first byte to the end mark and refuses whatever stands behind it, which is
where a second format hides (GIFAR, CWE-434, ASVS v5.0.0-5.2.2). It decodes no pixels and unpacks
nothing. Time grows with the file; memory is one piece, and some bytes for each chunk or member.
"""

from reference_app.formats.gif import gif
from reference_app.formats.jpeg import jpeg
from reference_app.formats.pdf import pdf
from reference_app.formats.png import png
from reference_app.formats.signatures import SIGNATURES
from reference_app.formats.text import csv, text
from reference_app.formats.walk import Facts, NotThisType, Walk
from reference_app.formats.webp import webp
from reference_app.formats.zip import archive, insist_on_size

__all__ = ["READERS", "SIGNATURES", "Facts", "NotThisType", "Walk", "insist_on_size"]

READERS = {
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
