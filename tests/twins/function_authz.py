"""`function-authz`: whoever is logged in may review."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="function-authz",
    killed_by=("access.other-role", "role_only"),
    controls=flawed("function-authz", accept),
)
