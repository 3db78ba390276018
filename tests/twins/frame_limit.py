"""`frame-limit`: frames are not counted before they are decoded."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="frame-limit",
    killed_by=("content.frame-flood", "limit_enforced"),
    controls=flawed("frame-limit", accept),
)
