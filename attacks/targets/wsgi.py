"""A WSGI application in this process: no socket, no server, every byte as given (PEP 3333).

The application is called as gunicorn would call it: the body ends where the client ends
it, and `wsgi.input_terminated` says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from attacks.model import Framing, Header, Request, Response
from attacks.targets.in_process import (
    Answer,
    InProcessSession,
    InProcessTarget,
    handed_out,
    kept,
)

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class WsgiSession(InProcessSession):
    """Calls the application as gunicorn would."""

    def answer(self, request: Request, log: io.StringIO) -> Answer:
        """Call the application; an exception that leaves it is a 500."""
        source = CountingInput(request)
        try:
            response = _called(self._app, _environ(request, source, log))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a server answers 500
            response = Response(status=500)
            log.write(f"{type(error).__name__}:\n")
        return Answer(response=response, taken=source.taken)


class WsgiTarget(InProcessTarget):
    """A WSGI application, or a function that builds one around an upload folder."""

    session = WsgiSession


class CountingInput(io.RawIOBase):
    """The body of a request as `wsgi.input`; counts what is taken.

    Like a server, it ends at the declared length when the body is longer. Pieces that arrive by
    themselves are read one at a time, as from a socket.
    """

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._chunks = handed_out(request)
        self._apart = request.pause is not None
        self._buffer = b""
        self.taken = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return up to *size* bytes; all that is left for None or a negative size."""
        if size is None or size < 0:
            data, self._buffer = self._buffer + b"".join(self._chunks), b""
        else:
            while self._wants(size) and (chunk := next(self._chunks, b"")):
                self._buffer += chunk
            data, self._buffer = self._buffer[:size], self._buffer[size:]
        self.taken += len(data)
        return data

    def _wants(self, size: int) -> bool:
        return not self._buffer if self._apart else len(self._buffer) < size

    def readinto(self, buffer: Any) -> int:
        """Fill *buffer*; what `readline` and iteration rest on."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _called(app: WsgiApp, environ: dict[str, Any]) -> Response:
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[..., None]:
        started.append((status, headers))
        return lambda _data: None

    result = app(environ, start_response)
    try:
        body = kept(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = started[-1]
    return Response(status=int(status[:3]), headers=tuple(map(_latin1, headers)), body=body)


def _latin1(header: tuple[str, str]) -> Header:
    return header[0].encode("latin-1"), header[1].encode("latin-1")


def _environ(request: Request, source: CountingInput, log: io.StringIO) -> dict[str, Any]:
    path, _, query = request.path.partition(b"?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method.decode("latin-1"),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": source,
        "wsgi.input_terminated": True,
        "wsgi.errors": log,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    environ.setdefault("HTTP_HOST", "localhost")
    if request.framing is Framing.CHUNKED:
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    elif request.declared is not None:
        environ["CONTENT_LENGTH"] = request.declared.decode("latin-1")
    elif request.method not in {b"GET", b"HEAD"}:
        environ["CONTENT_LENGTH"] = str(request.body.size)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = f"HTTP_{key}"
    environ[key] = f"{environ[key]},{value}" if key in environ else value
