"""The `python-multipart` package, the parser of Starlette and FastAPI."""

from __future__ import annotations

import io
from typing import Any

from attacks.differential.parts import Found
from attacks.differential.silence import silent

NAME = "python-multipart"


def read(body: bytes, media_type: str) -> list[Found]:
    """Return the files."""
    from python_multipart import parse_form

    files: list[Any] = []
    headers = {"Content-Type": media_type.encode("latin-1")}
    with silent("python_multipart.multipart"):
        parse_form(headers, io.BytesIO(body), lambda _field: None, files.append)
    return [_found(file) for file in files]


def _found(file: Any) -> Found:
    with file.file_object as content:
        content.seek(0)
        return Found(
            field=file.field_name.decode("utf-8", "surrogateescape"),
            filename=file.file_name.decode("utf-8", "surrogateescape"),
            data=content.read(),
        )
