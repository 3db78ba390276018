"""`response-media-type`: what the name says of packing is told to the browser."""

from __future__ import annotations

from reference_app.controls.response_media_type import response_media_type
from tests.twins import Twin, flawed


def unpacked(reply, policy):
    typed = response_media_type(reply, policy)
    return typed.with_header("Content-Encoding", "gzip") if ".gz" in reply.name else typed


TWIN = Twin(
    control="response-media-type",
    killed_by=("serving.type-by-name", "truthful_type"),
    controls=flawed("response-media-type", unpacked),
)
