"""`frame-ancestors`: a policy that says nothing of frames."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="frame-ancestors",
    killed_by=("serving.page-policy", "response_policy"),
    controls=flawed("frame-ancestors", accept),
)
