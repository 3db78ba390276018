"""`malformed-multipart`: of two boundaries the last one is taken."""

from __future__ import annotations

import re
from dataclasses import replace

from reference_app.errors import Malformed
from reference_app.pipeline import Stage
from tests.twins import Twin, flawed


def last_one(candidate, _policy):
    raw = candidate.content_type.encode("latin-1", "replace")
    values = re.findall(rb'boundary="?([^";]+)', raw)
    if not values:
        raise Malformed("The Content-Type names no boundary.", code="malformed-multipart")
    return replace(candidate, boundary=values[-1])


TWIN = Twin(
    control="malformed-multipart",
    killed_by=("multipart.boundary", "fails_closed"),
    controls=flawed("malformed-multipart", last_one, stage=Stage.HEAD),
    also=frozenset({("multipart.parser-differential", "read_alike")}),
)
