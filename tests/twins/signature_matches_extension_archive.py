"""`signature-matches-extension`: what is called an archive is left to whoever unpacks it.

The reader of zip behind it refuses what is none; it is rigged to read only what begins as zip.
"""

from __future__ import annotations

from dataclasses import replace

from reference_app.controls.whole_file import full_decode
from reference_app.formats import Facts
from tests.twins import Rig, Twin, accept, flawed


def if_it_is_zip(examination, policy):
    examination.file.seek(0)
    zipped = examination.file.read(2) == b"PK" or examination.candidate.suffix != "zip"
    return full_decode(examination, policy) if zipped else replace(examination, facts=Facts())


RIG = Rig(controls=flawed("full-decode", if_it_is_zip))
TWIN = Twin(
    control="signature-matches-extension",
    killed_by=("archive.other-formats", "not_kept_as_sent"),
    rig=RIG,
    controls=flawed("signature-matches-extension", accept, rig=RIG),
    also=frozenset(
        {
            ("content.broken-structure", "not_kept_as_sent"),
            ("content.trailing-data", "not_kept_as_sent"),
            ("content.type-mismatch", "not_kept_as_sent"),
        }
    ),
)
