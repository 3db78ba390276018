"""`safe-deserialisation`: whether a text is a saved session is found out by loading it."""

from __future__ import annotations

import pickle
from contextlib import suppress

from reference_app.controls.whole_file import text_encoding
from tests.twins import Twin, flawed


def tried_out(examination, policy):
    examination.file.seek(0)
    with suppress(Exception):
        pickle.load(examination.file)
    return text_encoding(examination, policy)


TWIN = Twin(
    control="safe-deserialisation",
    killed_by=("content.code-in-upload", "confinement"),
    controls=flawed("text-encoding", tried_out),
)
