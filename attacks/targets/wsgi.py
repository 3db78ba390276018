"""A WSGI application in this process: no socket, no server, every byte as given (PEP 3333).

The application is called as gunicorn would call it: the body ends where the client ends
it, and `wsgi.input_terminated` says so.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from attacks.model import BODY_KEPT, Capability, DiskView, Framing, Header, Request, Response
from attacks.targets.audit import calls, recording
from attacks.targets.disk import DiskWatch
from attacks.targets.logs import LogReader, last_resort, listening
from attacks.targets.session import Hints, Reply, TargetError

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# The storage folder lies some levels down, so that a climbing name stays in the sandbox.
STORAGE = Path("srv/www/app/uploads")
FAULT = 500  # the lowest status that an app answers for an exception of its own
DIGITS = re.compile(rb"[0-9]{1,18}")
EXCEPTION = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)", re.MULTILINE)


class WsgiTarget:
    """An application, or a function that builds one around an upload folder.

    With ``build`` each session has an app and a folder of its own; ``close`` is handed the
    app when the session ends, to give back what it holds open. ``logs`` is the name of a
    logger, or a function that returns the lines since its last call.
    """

    def __init__(
        self,
        name: str,
        *,
        app: WsgiApp | None = None,
        build: Callable[[Path], WsgiApp] | None = None,
        close: Callable[[Any], None] = lambda _: None,
        hints: Hints | None = None,
        logs: str | LogReader = "",
    ) -> None:
        if (app is None) == (build is None):
            raise TargetError(f"{name}: give either app= or build=")
        self.name = name
        self.hints = hints or Hints()
        self.renews = build is not None
        self._app: Any = app
        self._build = build
        self._close = close
        self._logs = logs

    @contextmanager
    def open(self) -> Iterator[WsgiSession]:
        """Start a session; with ``build``, around a fresh sandbox that is removed afterwards."""
        with listening(self._logs) as log:
            yield from self._sessions(log)

    def _sessions(self, log: LogReader | None) -> Iterator[WsgiSession]:
        if self._build is None:
            yield WsgiSession(self._app, log=log)
            return
        with tempfile.TemporaryDirectory(
            prefix="upload-gauntlet-", ignore_cleanup_errors=True
        ) as name:
            sandbox = Path(name).resolve()
            storage = sandbox / STORAGE
            storage.parent.mkdir(parents=True)
            app = _built(self.name, self._build, storage)
            try:
                yield WsgiSession(app, sandbox, storage, log=log)
            finally:
                self._close(app)


def _built(name: str, build: Callable[[Path], WsgiApp], storage: Path) -> WsgiApp:
    try:
        return build(storage)
    except (Exception, SystemExit) as error:
        raise TargetError(f"{name}: building the app failed: {error!r}") from error


class WsgiSession:
    """Calls the application and records what it writes meanwhile."""

    host = "localhost"

    def __init__(
        self,
        app: WsgiApp,
        sandbox: Path | None = None,
        storage: Path | None = None,
        *,
        log: LogReader | None = None,
    ) -> None:
        self._app = app
        self._log = log
        self.capabilities: frozenset[Capability] = frozenset({Capability.LOGS} if log else ())
        self._sandbox = sandbox
        self.storage_root = str(storage or "")
        self._written: list[str] = []
        self._disk: DiskWatch | None = None

    def send(self, request: Request) -> Reply:
        """Call the application with *request*; an exception that leaves it is a 500."""
        source = CountingInput(request)
        log = io.StringIO()
        with recording() as paths, calls() as hosts, last_resort(log):
            try:
                response = _called(self._app, _environ(request, source, log))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a server answers 500
                response = Response(status=500)
                log.write(f"{type(error).__name__}:\n")
        self._written += paths
        return Reply(
            response=response,
            bytes_read=source.taken,
            exception=_last_exception(log.getvalue()) if response.status >= FAULT else "",
            reached=tuple(hosts),
        )

    def log(self) -> tuple[str, ...]:
        """Return the lines logged since the last call."""
        return self._log() if self._log else ()

    def written(self) -> tuple[str, ...]:
        """Return the paths written since the last look, as the interpreter saw them."""
        paths, self._written = tuple(self._written), []
        return paths

    def watch(self, storage_root: str, state_paths: tuple[str, ...]) -> None:
        """Compare the sandbox (or the storage root, in an app not built by us) from now on."""
        folder = str(self._sandbox or storage_root)
        self._disk = DiskWatch(root=storage_root, folders=(folder,), state_paths=state_paths)

    def look(self) -> DiskView | None:
        """Return what changed since the last look."""
        written = self.written()
        return self._disk.look(written) if self._disk else None


class CountingInput(io.RawIOBase):
    """The body of a request as `wsgi.input`; counts what is taken.

    Like a server, it ends at the declared length when the body is longer.
    """

    def __init__(self, request: Request) -> None:
        super().__init__()
        pieces = filter(None, request.body.chunks())  # an empty read would mean the end
        self._chunks = _until(pieces, _declared_length(request))
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
            while len(self._buffer) < size and (chunk := next(self._chunks, b"")):
                self._buffer += chunk
            data, self._buffer = self._buffer[:size], self._buffer[size:]
        self.taken += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        """Fill *buffer*; what `readline` and iteration rest on."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _declared_length(request: Request) -> int:
    declared = request.declared if request.framing is Framing.DECLARED else None
    return int(declared) if declared and DIGITS.fullmatch(declared) else request.body.size


def _until(chunks: Iterator[bytes], end: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[:end]
        end -= min(len(chunk), end)
        if not end:
            return


def _called(app: WsgiApp, environ: dict[str, Any]) -> Response:
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[..., None]:
        started.append((status, headers))
        return lambda _data: None

    result = app(environ, start_response)
    try:
        body = _kept(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = started[-1]
    return Response(status=int(status[:3]), headers=tuple(map(_latin1, headers)), body=body)


def _kept(chunks: Iterable[bytes]) -> bytes:
    """Read everything, as a server would, and keep what an observation may hold."""
    kept = bytearray()
    for chunk in chunks:
        if len(kept) < BODY_KEPT:
            kept += chunk
    return bytes(kept[:BODY_KEPT])


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


def _last_exception(log: str) -> str:
    """Return the type named on the last line of a traceback in *log*, or an empty string."""
    names = EXCEPTION.findall(log)
    return names[-1].rpartition(".")[2] if names else ""
