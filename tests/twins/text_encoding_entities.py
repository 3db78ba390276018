"""`text-encoding`: the entities of a text are written out, ten for one at each level."""

from __future__ import annotations

import re

from reference_app.controls.whole_file import text_encoding
from tests.twins import Twin, flawed

ENTITY = re.compile(r'<!ENTITY (\w+) "([^"]*)">')
REFERENCE = re.compile(r"&(\w+);")


def written_out(examination, policy):
    examination.file.seek(0)
    text = examination.file.read().decode(errors="replace")
    known = dict(ENTITY.findall(text))
    while known and REFERENCE.search(text):
        text = REFERENCE.sub(lambda match: known.get(match[1], ""), text)
    return text_encoding(examination, policy)


TWIN = Twin(
    control="text-encoding",
    killed_by=("cost.known-bombs", "linear_cost"),
    controls=flawed("text-encoding", written_out),
)
