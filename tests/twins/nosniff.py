"""`nosniff`: the header was forgotten."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="nosniff",
    killed_by=("serving.type-confusion", "truthful_type"),
    controls=flawed("nosniff", accept),
    also=frozenset({("serving.type-by-name", "truthful_type")}),
)
