"""The job that looks through a document for what acts by itself (runs in the child).

Stops
    Scripts, launched programs, actions on opening, embedded files, rich media, forms that send
    what they hold, and encryption, behind which all of it could hide. Names are compared as a
    viewer reads them (``/J#61vaScript``), and compressed objects are unpacked.

Does not stop
    Links that the reader chooses to follow. Objects that the cross-reference table leaves out,
    which a viewer finds only when it repairs a file. Bugs of the viewer.

References
    - ASVS v5.0.0-5.2.2, CWE-434, CWE-506
    - ISO 32000-2 §12.6 (actions), §7.11.4 (embedded files), §7.6 (encryption)
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from reference_app.sandbox import Refused

NAMES = """JS JavaScript Rendition AA Launch GoToR GoToE SubmitForm ImportData XFA RichMedia 3D 3DD
    RichMediaContent Movie Sound EF EmbeddedFile EmbeddedFiles AF Collection Encrypt"""
ACTIVE = frozenset(f"/{name}" for name in NAMES.split())
SAYS_WHAT = frozenset({"/S", "/Type", "/Subtype"})


def inspect(source: BinaryIO, _target: BinaryIO) -> dict[str, Any]:
    """Walk all objects of a document once.

    Raises:
        Refused: active content, which is named.
        PdfError: encrypted, or damaged.
    """
    with pikepdf.open(source, attempt_recovery=False, suppress_warnings=True) as pdf:
        for dictionary in _dictionaries([pdf.trailer, *pdf.objects]):
            _judge(dictionary)
        return {"pages": len(pdf.pages)}


def _dictionaries(waiting: list[Any]) -> Iterator[Any]:
    """Yield every dictionary; one that is referred to is an object of its own, and comes once."""
    while waiting:
        value = waiting.pop()
        inside: list[Any] = list(value) if isinstance(value, pikepdf.Array) else []
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            yield value
            inside = [item for _, item in value.items()]
        waiting += [v for v in inside if isinstance(v, pikepdf.Object) and not v.is_indirect]


def _judge(dictionary: Any) -> None:
    for key, value in dictionary.items():
        said = str(value) if key in SAYS_WHAT and isinstance(value, pikepdf.Name) else ""
        for found in ACTIVE & {key, said}:
            raise Refused(f"the document holds active content ({found})")
    if not _harmless(dictionary.get("/OpenAction")):
        raise Refused("the document holds active content (/OpenAction)")


def _harmless(opening: Any) -> bool:
    """Return whether opening the document only shows a place in it, as many writers ask for."""
    if isinstance(opening, pikepdf.Dictionary):
        return str(opening.get("/S")) == "/GoTo" and "/Next" not in opening
    return opening is None or isinstance(opening, pikepdf.Array)
