"""`attachment-disposition`: a stored file opens as a page."""

from __future__ import annotations

from tests.twins import Twin, flawed


def inline(reply, _policy):
    return reply.with_header("Content-Disposition", "inline")


TWIN = Twin(
    control="attachment-disposition",
    killed_by=("serving.rendered-inline", "inert_when_served"),
    controls=flawed("attachment-disposition", inline),
)
