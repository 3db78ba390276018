"""`archive-members-validated`: what is in an archive is not looked at."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="archive-members-validated",
    killed_by=("archive.members", "not_kept_as_sent"),
    controls=flawed("archive-members-validated", accept),
)
