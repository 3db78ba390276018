"""`reserved-names`: the rule on Windows devices was dropped."""

from __future__ import annotations

from reference_app.controls.reserved_names import RULES
from reference_app.errors import Malformed
from tests.twins import Twin, flawed


def knows_no_devices(candidate, _policy):
    if any(pattern.search(candidate.name) for pattern, _ in RULES):
        raise Malformed("The file name is reserved.", code="reserved-names")
    return candidate


TWIN = Twin(
    control="reserved-names",
    killed_by=("filename.reserved-name", "safe_name"),
    controls=flawed("reserved-names", knows_no_devices),
)
