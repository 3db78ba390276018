"""`xxe`: text that is XML is read by a parser that goes where the document says."""

from __future__ import annotations

from dataclasses import replace
from xml.sax import SAXException, make_parser
from xml.sax.handler import feature_external_ges
from xml.sax.saxutils import XMLGenerator

from tests.twins import Twin, flawed


def tidied(examination, _policy):
    examination.file.seek(0)
    parser, tidy = make_parser(), examination.new_sink()
    parser.setFeature(feature_external_ges, state=True)
    parser.setContentHandler(XMLGenerator(tidy, "utf-8"))
    try:
        parser.parse(examination.file)
    except SAXException:  # no XML
        return examination
    return replace(examination, file=tidy)


TWIN = Twin(
    control="xxe",
    killed_by=("content.xml-entities", "entities_unexpanded"),
    controls=flawed("text-encoding", tidied),
)
