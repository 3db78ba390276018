"""`response-media-type`: the type is guessed from the name, by a table of the machine."""

from __future__ import annotations

import mimetypes

from tests.twins import Twin, flawed


def guessed(reply, _policy):
    return reply.with_header("Content-Type", mimetypes.guess_type(reply.name)[0] or "text/html")


TWIN = Twin(
    control="response-media-type",
    killed_by=("serving.type-confusion", "truthful_type"),
    controls=flawed("response-media-type", guessed),
    also=frozenset({("serving.type-by-name", "truthful_type")}),
)
