"""`request-body-limit`: nobody counts the body."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="request-body-limit",
    killed_by=("size.body-limit", "limit_enforced"),
    controls=flawed("request-body-limit", accept),
)
