"""`quota`: files are counted for each account, and bytes are not."""

from __future__ import annotations

from reference_app.controls.quota import Usage, quota
from reference_app.pipeline import Stage
from tests.twins import KIB, Rig, Twin, flawed


def files_only(usage, policy):
    quota(Usage(bytes=0, files=usage.files), policy)


TWIN = Twin(
    control="quota",
    killed_by=("access.quota-bytes", "bytes_kept_in_quota"),
    controls=flawed("quota", files_only, stage=Stage.LEDGER),
    rig=Rig(settings={"quota_bytes": 400 * KIB}, limits={"quota_bytes": 400 * KIB}),
)
