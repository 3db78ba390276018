"""`request-media-type`: parameters are tried on a pattern that reads a backslash in two ways."""

from __future__ import annotations

import re

from reference_app.controls.request_media_type import request_media_type
from tests.twins import Twin, flawed

QUOTED = re.compile(r'="(?:[^"\\]|\\.|\\)*"(?=;|\Z)')


def tried(candidate, policy):
    QUOTED.findall(candidate.content_type)
    return request_media_type(candidate, policy)


TWIN = Twin(
    control="request-media-type",
    killed_by=("cost.request-header", "linear_cost"),
    controls=flawed("request-media-type", tried),
)
