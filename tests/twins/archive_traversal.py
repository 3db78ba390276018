"""`archive-traversal`: the names of members are their maker's business."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="archive-traversal",
    killed_by=("archive.traversal", "not_kept_as_sent"),
    controls=flawed("archive-traversal", accept),
)
