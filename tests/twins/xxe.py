"""`xxe`: text that is XML is read by a parser that goes where the document says."""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO
from xml.sax import SAXException, make_parser
from xml.sax.handler import feature_external_ges
from xml.sax.saxutils import XMLGenerator

from tests.twins import Twin, flawed


def tidied(examination, _policy):
    parser, tidy = make_parser(), BytesIO()
    parser.setFeature(feature_external_ges, state=True)
    parser.setContentHandler(XMLGenerator(tidy, "utf-8"))
    with suppress(SAXException):  # most texts are no XML
        parser.parse(BytesIO(os.pread(examination.file.fileno(), 1 << 20, 0)))
        examination.file.seek(0)
        examination.file.write(tidy.getvalue())
        examination.file.rehash()
    return examination


TWIN = Twin(
    control="xxe",
    killed_by=("content.xml-entities", "entities_unexpanded"),
    controls=flawed("text-encoding", tidied),
)
