"""`archive-links`: a member is a member, whatever it is."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="archive-links",
    killed_by=("archive.links", "not_kept_as_sent"),
    controls=flawed("archive-links", accept),
)
