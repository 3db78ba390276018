"""`file-size-limit`: the part's own Content-Length is believed."""

from __future__ import annotations

from reference_app.errors import TooLarge
from tests.twins import Twin, flawed


def believes_the_client(candidate, policy):
    lines = [line for line in candidate.lines if line.lower().startswith(b"content-length:")]
    claimed = int(lines[0].partition(b":")[2]) if lines else candidate.size
    if claimed > policy.max_file_bytes:
        raise TooLarge("The file is too large.", code="file-size-limit")
    return candidate


TWIN = Twin(
    control="file-size-limit",
    killed_by=("size.file-limit", "limit_enforced"),
    controls=flawed("file-size-limit", believes_the_client),
)
