"""`request-media-type`: whatever has a boundary is parsed."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="request-media-type",
    killed_by=("multipart.not-multipart", "fails_closed"),
    controls=flawed("request-media-type", accept),
    also=frozenset({("framing.content-coding", "fails_closed")}),
)
