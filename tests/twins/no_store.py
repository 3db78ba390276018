"""`no-store`: nothing is said of caches."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="no-store",
    killed_by=("serving.page-policy", "response_policy"),
    controls=flawed("no-store", accept),
)
