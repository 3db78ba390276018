"""`name-length`: characters are counted, and a file system counts bytes."""

from __future__ import annotations

from reference_app.errors import Malformed
from tests.twins import Twin, flawed


def counts_characters(candidate, policy):
    if len(candidate.name) > policy.max_name_bytes:
        raise Malformed("The file name is too long.", code="name-length")
    return candidate


TWIN = Twin(
    control="name-length",
    killed_by=("filename.over-long-name", "safe_name"),
    controls=flawed("name-length", counts_characters),
)
