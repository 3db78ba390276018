"""`archive-entry-count`: nobody counts the members."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="archive-entry-count",
    killed_by=("archive.entry-count", "not_kept_as_sent"),
    controls=flawed("archive-entry-count", accept),
)
