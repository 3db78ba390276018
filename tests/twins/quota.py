"""`quota`: what an account holds is counted, and bounds nothing."""

from __future__ import annotations

from reference_app.pipeline import Stage
from tests.twins import Rig, Twin, accept, flawed

RIG = Rig(settings={"quota_files": 12}, limits={"quota_files": 12})

TWIN = Twin(
    control="quota",
    killed_by=("access.quota", "quota_kept"),
    controls=flawed("quota", accept, stage=Stage.LEDGER),
    rig=RIG,
    also=frozenset({("access.quota-race", "quota_kept")}),
)
