"""`metadata-stripped`: the picture is drawn anew, and its notes are put back."""

from __future__ import annotations

import os
import re

from reference_app.controls.image_rewriting import polyglot_neutralised
from tests.twins import Twin, flawed


def with_its_notes(examination, policy):
    sent = os.pread(examination.file.fileno(), 1 << 20, 0)
    notes = re.search(rb"(?s)\xff\xe1..Exif.*?(?=\xff\xdb)", sent)
    redrawn = polyglot_neutralised(examination, policy)
    if notes:
        rest = os.pread(redrawn.file.fileno(), 1 << 20, 2)
        redrawn.file.seek(2)
        redrawn.file.write(notes[0] + rest)
        redrawn.file.rehash()
    return redrawn


TWIN = Twin(
    control="metadata-stripped",
    killed_by=("content.personal-metadata", "hidden_is_gone"),
    controls=flawed("polyglot-neutralised", with_its_notes),
    also=frozenset({("content.polyglot", "hidden_is_gone")}),
)
