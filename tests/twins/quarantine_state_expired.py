"""`quarantine-state`: a file whose time is over is served until the janitor comes."""

from __future__ import annotations

from reference_app.errors import NotServed
from tests.twins import Twin, flawed


def timeless(access, _policy):
    if access.stored.state != "available":
        raise NotServed("There is no such file.", code="not-found")


TWIN = Twin(
    control="quarantine-state",
    killed_by=("access.lifecycle", "as_remembered"),
    controls=flawed("quarantine-state", timeless),
)
