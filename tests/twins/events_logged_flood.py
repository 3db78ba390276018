"""`events-logged`: what is odd about a part header is logged line by line."""

from __future__ import annotations

from reference_app import events
from reference_app.controls.malformed_multipart import malformed_multipart
from reference_app.pipeline import Stage
from tests.twins import Twin, flawed


def line_by_line(candidate, policy):
    for number, line in enumerate(candidate.lines):
        if b": " not in line:
            events.log.warning("line %d of a part header is odd", number)
    return malformed_multipart(candidate, policy)


TWIN = Twin(
    control="events-logged",
    killed_by=("logging.flood", "few_events"),
    controls=flawed("malformed-multipart", line_by_line, stage=Stage.PART),
)
