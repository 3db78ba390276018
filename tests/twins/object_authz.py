"""`object-authz`: whoever knows the address of a file may have it."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="object-authz",
    killed_by=("access.other-owner", "owner_only"),
    controls=flawed("object-authz", accept),
    also=frozenset(
        {("access.lifecycle", "as_remembered"), ("access.other-owner", "untouched")},
    ),
)
