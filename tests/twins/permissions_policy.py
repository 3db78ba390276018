"""`permissions-policy`: the header was forgotten."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="permissions-policy",
    killed_by=("serving.page-policy", "response_policy"),
    controls=flawed("permissions-policy", accept),
)
