"""`frame-limit`: frames are not counted before they are decoded.

The decoder behind it has the same limit, and is rigged as for `pixel-limit`: it is not told.
"""

from __future__ import annotations

from tests.twins import Twin, accept, flawed
from tests.twins.pixel_limit import RIG

TWIN = Twin(
    control="frame-limit",
    killed_by=("content.frame-flood", "limit_enforced"),
    rig=RIG,
    controls=flawed("frame-limit", accept, rig=RIG),
)
