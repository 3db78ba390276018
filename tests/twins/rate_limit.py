"""`rate-limit`: uploads are not counted."""

from __future__ import annotations

from tests.twins import Rig, Twin, accept, flawed

RIG = Rig(settings={"uploads_per_minute": 40}, limits={"uploads_per_minute": 40})

TWIN = Twin(
    control="rate-limit",
    killed_by=("access.rate", "rate_limited"),
    controls=flawed("rate-limit", accept),
    rig=RIG,
)
