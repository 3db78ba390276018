"""`empty-upload`: nothing is a file too."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="empty-upload",
    killed_by=("content.empty-file", "fails_closed"),
    controls=flawed("empty-upload", accept),
)
