"""`attachment-disposition`: a preview is asked for by a query, and shown."""

from __future__ import annotations

from flask import request

from tests.twins import Twin, flawed


def previewed(reply, _policy):
    shown = "inline" if "inline" in request.args else "attachment"
    return reply.with_header("Content-Disposition", shown)


TWIN = Twin(
    control="attachment-disposition",
    killed_by=("serving.asked-otherwise", "steady_headers"),
    controls=flawed("attachment-disposition", previewed),
)
