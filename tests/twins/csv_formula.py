"""`csv-formula`: cells are written as they are."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="csv-formula",
    killed_by=("injection.spreadsheet", "inert_cells"),
    controls=flawed("csv-formula", accept),
)
