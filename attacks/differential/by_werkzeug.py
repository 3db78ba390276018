"""Werkzeug, the parser of Flask."""

from __future__ import annotations

import io

from attacks.differential.parts import Found

NAME = "Werkzeug"


def read(body: bytes, media_type: str) -> list[Found]:
    """Return the files; a form that it cannot read has none."""
    from werkzeug.formparser import FormDataParser
    from werkzeug.http import parse_options_header

    kind, options = parse_options_header(media_type)
    parser = FormDataParser(stream_factory=lambda *_args, **_named: io.BytesIO(), silent=False)
    _, form, files = parser.parse(io.BytesIO(body), kind, len(body), options)
    texts = [Found(field=k, filename=None, data=v.encode()) for k, v in form.items(multi=True)]
    return texts + [
        Found(field=k, filename=v.filename, data=v.read()) for k, v in files.items(multi=True)
    ]
