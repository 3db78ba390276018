"""`part-limits`: at each piece of a form, all that has arrived is looked through again."""

from __future__ import annotations

from reference_app.controls.part_limits import part_limits
from reference_app.pipeline import Stage
from tests.twins import KIB, Rig, Twin, flawed

RIG = Rig(settings={"max_body_bytes": 8_192 * KIB, "max_file_bytes": 8_000 * KIB})


def from_the_start(candidate, policy):
    sum(bytes(candidate.size))
    return part_limits(candidate, policy)


TWIN = Twin(
    control="part-limits",
    killed_by=("cost.form-body", "linear_cost"),
    controls=flawed("part-limits", from_the_start, stage=Stage.BODY),
    rig=RIG,
)
