"""Tornado."""

from __future__ import annotations

from attacks.differential.parts import Found
from attacks.differential.silence import silent

NAME = "Tornado"


def read(body: bytes, media_type: str) -> list[Found]:
    """Return the files, as `RequestHandler.request.files` has them."""
    from tornado.httputil import HTTPFile, parse_body_arguments

    files: dict[str, list[HTTPFile]] = {}
    with silent("tornado.general"):
        parse_body_arguments(media_type, body, {}, files)
    return [
        Found(field=field, filename=file["filename"], data=file["body"])
        for field, several in files.items()
        for file in several
    ]
