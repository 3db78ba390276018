"""`fetch-metadata`: a navigation is taken for a link that was followed, whatever it loads."""

from __future__ import annotations

from dataclasses import replace

from reference_app.controls.fetch_metadata import fetch_metadata
from tests.twins import Twin, flawed


def by_mode_alone(visit, policy):
    fetch_metadata(replace(visit, browser=visit.browser | {"Sec-Fetch-Dest": ""}), policy)


TWIN = Twin(
    control="fetch-metadata",
    killed_by=("access.embedded-elsewhere", "not_embedded"),
    controls=flawed("fetch-metadata", by_mode_alone),
)
