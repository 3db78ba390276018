"""`corp`: the header was forgotten."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="corp",
    killed_by=("serving.page-policy", "response_policy"),
    controls=flawed("corp", accept),
)
