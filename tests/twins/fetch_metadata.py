"""`fetch-metadata`: nobody asks where a request comes from."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="fetch-metadata",
    killed_by=("access.cross-site", "same_site_only"),
    controls=flawed("fetch-metadata", accept),
    also=frozenset({("access.embedded-elsewhere", "not_embedded")}),
)
