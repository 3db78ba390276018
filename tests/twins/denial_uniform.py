"""`denial-uniform`: somebody else's file is forbidden, and none is not found."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="denial-uniform",
    killed_by=("access.existence-told", "denial_uniform"),
    controls=flawed("denial-uniform", accept),
)
