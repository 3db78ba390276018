"""`malformed-multipart`: a part's first disposition is read, and every other line is skipped."""

from __future__ import annotations

from dataclasses import replace

from reference_app.controls.malformed_multipart import parameters
from reference_app.pipeline import Stage
from tests.twins import Twin, flawed


def first_one(candidate, _policy):
    lines = (line for line in candidate.lines if line.lower().startswith(b"content-disposition:"))
    _, mark, rest = next(lines, b"").partition(b";")
    return replace(candidate, parameters=parameters(mark + rest))


TWIN = Twin(
    control="malformed-multipart",
    killed_by=("multipart.duplicate-disposition", "fails_closed"),
    controls=flawed("malformed-multipart", first_one, stage=Stage.PART),
    also=frozenset(
        {
            ("multipart.header-tricks", "fails_closed"),
            ("multipart.parser-differential", "read_alike"),
        }
    ),
)
