"""`csrf-token`: any token does, and none."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="csrf-token",
    killed_by=("access.forged-request", "kept_out"),
    controls=flawed("csrf-token", accept),
    also=frozenset({("access.forged-request", "untouched")}),
)
