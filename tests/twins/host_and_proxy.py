"""`host-and-proxy`: any name is ours."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="host-and-proxy",
    killed_by=("access.hostile-host", "own_host"),
    controls=flawed("host-and-proxy", accept),
)
