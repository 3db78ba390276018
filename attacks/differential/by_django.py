"""Django, whose parser cleans the name as it reads it."""

from __future__ import annotations

import io

from attacks.differential.parts import Found

NAME = "Django"


def read(body: bytes, media_type: str) -> list[Found]:
    """Return the files, as `request.FILES` has them."""
    from django.conf import settings
    from django.core.files.uploadhandler import MemoryFileUploadHandler
    from django.http.multipartparser import MultiPartParser

    if not settings.configured:
        settings.configure()
    meta = {"CONTENT_TYPE": media_type, "CONTENT_LENGTH": str(len(body))}
    parser = MultiPartParser(meta, io.BytesIO(body), [MemoryFileUploadHandler()], "utf-8")
    _, files = parser.parse()
    return [
        Found(field=field, filename=file.name, data=file.read())
        for field, several in files.lists()
        for file in several
    ]
