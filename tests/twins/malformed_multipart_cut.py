"""`malformed-multipart`: whoever hands the body on drops a line end that arrives by itself."""

from __future__ import annotations

from tests.twins import Twin


class Lossy:
    def __init__(self, body):
        self._body = body

    def read(self, size=-1):
        data = self._body.read(size)
        return self._body.read(size) if data in {b"\r", b"\n", b"\r\n"} else data


def lossy(app):
    inner = app.wsgi_app
    app.wsgi_app = lambda environ, start: inner(
        environ | {"wsgi.input": Lossy(environ["wsgi.input"])}, start
    )


TWIN = Twin(
    control="malformed-multipart",
    killed_by=("multipart.cut-independence", "cut_independent"),
    spoil=lossy,
)
