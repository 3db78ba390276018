"""`full-decode`: a good beginning is enough."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="full-decode",
    killed_by=("content.broken-structure", "not_kept_as_sent"),
    controls=flawed("full-decode", accept),
    also=frozenset(
        {
            ("content.trailing-data", "not_kept_as_sent"),
            ("archive.entry-count", "not_kept_as_sent"),
            ("archive.links", "not_kept_as_sent"),
            ("archive.lying-sizes", "not_kept_as_sent"),
            ("archive.members", "not_kept_as_sent"),
            ("archive.total-size", "not_kept_as_sent"),
            ("archive.traversal", "not_kept_as_sent"),
        }
    ),
)
