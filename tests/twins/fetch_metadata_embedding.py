"""`fetch-metadata`: only what changes something is asked where it comes from."""

from __future__ import annotations

from reference_app.controls.fetch_metadata import fetch_metadata
from tests.twins import Twin, flawed


def when_it_changes_something(visit, policy):
    if visit.changes_something:
        fetch_metadata(visit, policy)


TWIN = Twin(
    control="fetch-metadata",
    killed_by=("access.embedded-elsewhere", "not_embedded"),
    controls=flawed("fetch-metadata", when_it_changes_something),
)
