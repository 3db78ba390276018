"""`referrer-policy`: the header was forgotten."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="referrer-policy",
    killed_by=("serving.page-policy", "response_policy"),
    controls=flawed("referrer-policy", accept),
)
