"""`text-encoding`: a text is whatever begins as one."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="text-encoding",
    killed_by=("content.text-encoding", "not_kept_as_sent"),
    controls=flawed("text-encoding", accept),
)
