"""`full-decode`: a good beginning is enough."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="full-decode",
    killed_by=("content.broken-structure", "not_kept_as_sent"),
    controls=flawed("full-decode", accept),
)
