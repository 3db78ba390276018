"""`content-origin`: both hosts answer everything."""

from __future__ import annotations

from tests.twins import Rig, Twin, accept, flawed

HOST = "content.localhost"
RIG = Rig(settings={"content_host": HOST}, routes={"content_host": HOST})

TWIN = Twin(
    control="content-origin",
    killed_by=("serving.foreign-host", "content_apart"),
    controls=flawed("content-origin", accept),
    rig=RIG,
)
