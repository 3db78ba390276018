"""`signature-matches-extension`: nobody compares the bytes with the name.

The readers behind it go by the type that the name has settled, so they refuse as well. They are
rigged to go by the bytes: what is a good PDF is good.
"""

from __future__ import annotations

from dataclasses import replace

from reference_app.controls.whole_file import full_decode
from reference_app.formats import SIGNATURES
from tests.twins import Rig, Twin, accept, flawed


def by_its_bytes(examination, policy):
    examination.file.seek(0)
    head = examination.file.read(512)
    known = examination.candidate
    kinds = (kind for kind in sorted(SIGNATURES) if SIGNATURES[kind](head))  # text comes last
    known = replace(known, media_type=next(kinds, known.media_type))
    return full_decode(replace(examination, candidate=known), policy)


RIG = Rig(controls=flawed("full-decode", by_its_bytes))
TWIN = Twin(
    control="signature-matches-extension",
    killed_by=("content.type-mismatch", "not_kept_as_sent"),
    rig=RIG,
    controls=flawed("signature-matches-extension", accept, rig=RIG),
    also=frozenset(
        {
            ("content.active-document", "not_kept_as_sent"),
            ("content.trailing-data", "not_kept_as_sent"),
        }
    ),
)
