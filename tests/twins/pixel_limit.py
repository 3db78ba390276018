"""`pixel-limit`: whatever the header claims is decoded, as far as memory goes."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="pixel-limit",
    killed_by=("content.pixel-flood", "limit_enforced"),
    controls=flawed("pixel-limit", accept),
)
