"""`part-limits`: any number of parts, and text fields of any size."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="part-limits",
    killed_by=("size.part-flood", "limit_enforced"),
    controls=flawed("part-limits", accept),
    also=frozenset({("size.field-flood", "limit_enforced")}),
)
