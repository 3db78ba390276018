"""`entity-expansion`: text that is XML is tidied by a parser with its defaults."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from tests.twins import Twin, flawed


def tidied(examination, _policy):
    examination.file.seek(0)
    try:
        document = ET.fromstring(examination.file.read())
    except ET.ParseError:
        return examination
    tidy = examination.new_sink()
    tidy.write(ET.tostring(document))
    return replace(examination, file=tidy)


TWIN = Twin(
    control="entity-expansion",
    killed_by=("content.xml-entities", "entities_unexpanded"),
    controls=flawed("text-encoding", tidied),
)
