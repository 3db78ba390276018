"""An application in this process: where it is built, and what is seen while it answers.

How it is called is left to `wsgi` and `asgi`: no socket and no server, every byte as given.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from attacks.model import BODY_KEPT, Capability, DiskView, Framing, Request, Response
from attacks.targets.audit import calls, recording
from attacks.targets.disk import DiskWatch
from attacks.targets.logs import LogReader, last_resort, listening
from attacks.targets.session import Hints, Reply, TargetError

# The storage folder lies some levels down, so that a climbing name stays in the sandbox.
STORAGE = Path("srv/www/app/uploads")
MEMORY = Path("/dev/shm")  # noqa: S108  # nosec B108 - the parent of a private folder
ROOM = 1 << 30
FAULT = 500  # the lowest status that an app answers for an exception of its own
DIGITS = re.compile(rb"[0-9]{1,18}")
EXCEPTION = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)", re.MULTILINE)


class InProcessTarget:
    """An application, or a function that builds one around an upload folder.

    With ``build`` each session has an app and a folder of its own; ``close`` is handed the
    app when the session ends, to give back what it holds open. ``logs`` is the name of a
    logger, or a function that returns the lines since its last call. ``age`` lets the time of
    every file that the app keeps be over.
    """

    session: type[InProcessSession]

    def __init__(
        self,
        name: str,
        *,
        app: Any = None,
        build: Callable[[Path], Any] | None = None,
        close: Callable[[Any], None] = lambda _: None,
        hints: Hints | None = None,
        logs: str | LogReader = "",
        age: Callable[[Any], None] | None = None,
    ) -> None:
        if (app is None) == (build is None):
            raise TargetError(f"{name}: give either app= or build=")
        self.name = name
        self.hints = hints or Hints()
        self.renews = build is not None
        self._app = app
        self._build = build
        self._close = close
        self._logs = logs
        self._age = age

    @contextmanager
    def open(self) -> Iterator[InProcessSession]:
        """Start a session; with ``build``, around a fresh sandbox that is removed afterwards."""
        with listening(self._logs) as log:
            yield from self._sessions(log)

    def _sessions(self, log: LogReader | None) -> Iterator[InProcessSession]:
        if self._build is None:
            with self.session(self._app, log=log, age=self._age).running() as session:
                yield session
            return
        with tempfile.TemporaryDirectory(
            prefix="upload-gauntlet-", dir=_in_memory(), ignore_cleanup_errors=True
        ) as name:
            sandbox = Path(name).resolve()
            storage = sandbox / STORAGE
            storage.parent.mkdir(parents=True)
            app = _built(self.name, self._build, storage)
            try:
                opened = self.session(app, sandbox, storage, log=log, age=self._age)
                with opened.running() as session:
                    yield session
            finally:
                self._close(app)


def _in_memory() -> Path | None:
    """Return a folder that lies in memory, where an app that waits for the disk does not wait.

    ``None``, which is where temporary files usually go, if that was said or there is little room.
    """
    told = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    with suppress(OSError):
        if not told and shutil.disk_usage(MEMORY).free > ROOM and os.access(MEMORY, os.W_OK):
            return MEMORY
    return None


def _built(name: str, build: Callable[[Path], Any], storage: Path) -> Any:
    try:
        return build(storage)
    except (Exception, SystemExit) as error:
        raise TargetError(f"{name}: building the app failed: {error!r}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an application made of one request."""

    response: Response | None
    taken: int
    """Body bytes that it took."""
    failure: str = ""


class InProcessSession(ABC):
    """Calls the application and records what it writes meanwhile."""

    host = "localhost"
    pid = os.getpid()

    def __init__(
        self,
        app: Any,
        sandbox: Path | None = None,
        storage: Path | None = None,
        *,
        log: LogReader | None = None,
        age: Callable[[Any], None] | None = None,
    ) -> None:
        self._app = app
        self._log = log
        self._age = age
        self.ages = age is not None
        self.capabilities: frozenset[Capability] = frozenset({Capability.LOGS} if log else ())
        self._sandbox = sandbox
        self.storage_root = str(storage or "")
        self._written: list[str] = []
        self._disk: DiskWatch | None = None

    @abstractmethod
    def answer(self, request: Request, log: io.StringIO) -> Answer:
        """Call the application; *log* is for what a server would write to its own."""

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Keep the application going meanwhile.

        Raises:
            TargetError: it does not start, or fails to stop.
        """
        yield self

    def send(self, request: Request) -> Reply:
        """Call the application with *request*, and see what it does meanwhile."""
        log = io.StringIO()
        with recording() as paths, calls() as hosts, last_resort(log):
            answer = self.answer(request, log)
        self._written += paths
        failed = answer.response is None or answer.response.status >= FAULT
        return Reply(
            response=answer.response,
            failure=answer.failure,
            bytes_read=answer.taken,
            exception=_last_exception(log.getvalue()) if failed else "",
            reached=tuple(hosts),
        )

    def age(self) -> None:
        """Let the time of every stored file be over, where the target can."""
        if self._age:
            self._age(self._app)

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


def handed_out(request: Request) -> Iterator[bytes]:
    """Yield the body as a server hands it out: no empty piece, nothing beyond its length."""
    left = promised(request)
    for chunk in filter(None, request.body.chunks()):
        if left <= 0:
            return
        yield chunk[:left]
        left -= len(chunk)


def promised(request: Request) -> int:
    """Return how long a server takes the body to be, however much of it arrives."""
    declared = request.declared if request.framing is Framing.DECLARED else None
    return int(declared) if declared and DIGITS.fullmatch(declared) else request.body.size


def kept(chunks: Iterable[bytes]) -> bytes:
    """Read everything, as a server would, and keep what an observation may hold."""
    first = bytearray()
    for chunk in chunks:
        if len(first) < BODY_KEPT:
            first += chunk
    return bytes(first[:BODY_KEPT])


def _last_exception(log: str) -> str:
    """Return the type named on the last line of a traceback in *log*, or an empty string."""
    names = EXCEPTION.findall(log)
    return names[-1].rpartition(".")[2] if names else ""
