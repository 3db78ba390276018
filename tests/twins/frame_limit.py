"""`frame-limit`: frames are not counted before they are decoded.

The decoder behind it has the same limit; in the rig it is not told.
"""

from __future__ import annotations

from reference_app.controls.image_rewriting import sandboxed_processing
from tests.twins import Rig, Twin, accept, flawed

FREE = {"max_pixels": 40_000_000, "max_frames": 60}


def untold(examination, job, **options):
    told = {name: FREE.get(name, value) for name, value in options.items()}
    return sandboxed_processing(examination, job, **told)


RIG = Rig(controls=flawed("sandboxed-processing", untold))
TWIN = Twin(
    control="frame-limit",
    killed_by=("content.frame-flood", "limit_enforced"),
    rig=RIG,
    controls=flawed("frame-limit", accept, rig=RIG),
)
