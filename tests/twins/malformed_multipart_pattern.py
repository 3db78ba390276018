"""`malformed-multipart`: a part header is tried on a pattern that reads a backslash in two ways."""

from __future__ import annotations

import re

from reference_app.controls.malformed_multipart import malformed_multipart
from reference_app.pipeline import Stage
from tests.twins import Twin, flawed

QUOTED = re.compile(rb'="(?:[^"\\]|\\.|\\)*"(?=;|\Z)')


def tried(candidate, policy):
    for line in candidate.lines:
        QUOTED.findall(line)
    return malformed_multipart(candidate, policy)


TWIN = Twin(
    control="malformed-multipart",
    killed_by=("cost.part-header", "linear_cost"),
    controls=flawed("malformed-multipart", tried, stage=Stage.PART),
)
