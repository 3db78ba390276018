"""`malformed-multipart`: whoever hands the body on drops a line end that arrives by itself."""

from __future__ import annotations

from types import SimpleNamespace

from tests.twins import Twin


def lossy(app):
    def outer(environ, start):
        def read(size=-1, inner=environ["wsgi.input"].read):
            data = inner(size)
            return inner(size) if data in {b"\r", b"\n", b"\r\n"} else data

        return called(environ | {"wsgi.input": SimpleNamespace(read=read)}, start)

    called, app.wsgi_app = app.wsgi_app, outer


TWIN = Twin(
    control="malformed-multipart",
    killed_by=("multipart.cut-independence", "cut_independent"),
    spoil=lossy,
)
