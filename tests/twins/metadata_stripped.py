"""`metadata-stripped`: the picture is drawn anew, and its notes are put back."""

from __future__ import annotations

import re

from reference_app.controls.image_rewriting import polyglot_neutralised
from tests.twins import Twin, flawed


def with_its_notes(examination, policy):
    examination.file.seek(0)
    notes = re.search(rb"(?s)\xff\xe1..Exif.*?(?=\xff\xdb)", examination.file.read())
    redrawn = polyglot_neutralised(examination, policy)
    if notes:
        redrawn.file.seek(2)
        rest = redrawn.file.read()
        redrawn.file.seek(2)
        redrawn.file.write(notes[0] + rest)
        redrawn.file.rehash()
    return redrawn


TWIN = Twin(
    control="metadata-stripped",
    killed_by=("content.personal-metadata", "hidden_is_gone"),
    controls=flawed("polyglot-neutralised", with_its_notes),
)
