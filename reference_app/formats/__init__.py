"""One strict structural reader per accepted type: a file is that type to its last byte, or not.

A reader walks from the first byte to the end mark and refuses whatever stands behind it, which is
where a second format hides (GIFAR, CWE-434, ASVS v5.0.0-5.2.2). It decodes no pixels and unpacks
nothing. Time grows with the file; memory is one piece, and some bytes for each chunk or member.
"""

from reference_app.formats import archive, gif, jpeg, pdf, png, text, webp
from reference_app.formats.signatures import SIGNATURES
from reference_app.formats.walk import Facts, NotThisType, Walk

__all__ = ["READERS", "SIGNATURES", "Facts", "NotThisType", "Walk"]

READERS = {
    "application/pdf": pdf.pdf,
    "application/zip": archive.archive,
    "image/gif": gif.gif,
    "image/jpeg": jpeg.jpeg,
    "image/png": png.png,
    "image/webp": webp.webp,
    "text/csv": text.csv,
    "text/plain": text.text,
}
"""By media type; each raises ``NotThisType`` and nothing else, whatever the bytes."""
