"""`archive-total-size`: nobody adds up what the members say."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="archive-total-size",
    killed_by=("archive.total-size", "not_kept_as_sent"),
    controls=flawed("archive-total-size", accept),
)
