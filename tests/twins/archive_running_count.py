"""`archive-running-count`: the headers are believed."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="archive-running-count",
    killed_by=("archive.lying-sizes", "not_kept_as_sent"),
    controls=flawed("archive-running-count", accept),
)
