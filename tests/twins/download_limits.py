"""`download-limits`: downloads are not counted."""

from __future__ import annotations

from tests.twins import Rig, Twin, accept, flawed

RIG = Rig(settings={"downloads_per_minute": 12}, limits={"downloads_per_minute": 12})

TWIN = Twin(
    control="download-limits",
    killed_by=("serving.download-rate", "rate_limited"),
    controls=flawed("download-limits", accept, rig=RIG),
    rig=RIG,
)
