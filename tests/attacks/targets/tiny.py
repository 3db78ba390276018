"""Tiny targets: a session that answers from a script, and an upload app of a few lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attacks.model import Capability, DiskView, Request, Response
from attacks.targets.session import Hints, Reply

PAGE = b'<form method=post enctype="multipart/form-data"><input type=file name=file></form>'
FILE = re.compile(rb'filename="([^"]*)"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)
TYPES = {"txt": "text/plain; charset=utf-8", "png": "image/png"}

Answer = tuple[str, list[tuple[str, str]], bytes]


@dataclass
class Scripted:
    """A session: `answer` decides, `views` are shown one a look, and all requests are kept."""

    answer: Callable[[Request], Reply | Response | None]
    views: list[DiskView | None] = field(default_factory=list)
    capabilities: frozenset[Capability] = frozenset()
    host: str = "localhost"
    pid: int = 0
    storage_root: str = ""
    sent: list[Request] = field(default_factory=list)
    ages: bool = False
    aged: int = 0

    def age(self) -> None:
        """Count."""
        self.aged += 1

    def send(self, request: Request) -> Reply:
        """Answer, and remember the request."""
        self.sent.append(request)
        reply = self.answer(request)
        return reply if isinstance(reply, Reply) else Reply(response=reply)

    def log(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()

    def written(self) -> tuple[str, ...]:
        """Return nothing."""
        return ()

    def watch(self, storage_root: str, _state_paths: tuple[str, ...]) -> None:
        """Take the root."""
        self.storage_root = storage_root

    def look(self) -> DiskView | None:
        """Return the next view."""
        return self.views.pop(0) if self.views else None


@dataclass
class ScriptedTarget:
    """A target whose every session is the one that `make` returns."""

    make: Callable[[], Scripted]
    name: str = "scripted"
    hints: Hints = field(default_factory=Hints)
    renews: bool = False

    @contextmanager
    def open(self) -> Iterator[Scripted]:
        """Start a session."""
        yield self.make()


def redirected(name: str) -> Answer:
    """Lead to the stored file."""
    return "303 See Other", [("Location", f"/files/{name}")], b""


def plain(body: bytes, status: str = "200 OK", kind: str = "text/html") -> Answer:
    """Answer with *body*."""
    return status, [("Content-Type", kind)], body


@dataclass
class TinyApp:
    """Stores each upload with a listed extension as it is named, and serves it again."""

    folder: Path
    accepts: tuple[str, ...] = ("txt",)
    stored: Callable[[str], Answer] = redirected
    refused: Callable[[], Answer] = lambda: plain(b"no", "400 Bad Request")
    page: bytes = PAGE
    uploads: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a WSGI request."""
        status, headers, body = self.respond(environ)
        start(status, headers)
        return [body]

    def respond(self, environ: dict[str, Any]) -> Answer:
        """Route a request."""
        if environ["REQUEST_METHOD"] == "POST":
            return self.upload(environ)
        path = environ["PATH_INFO"]
        return self.serve(path.rpartition("/")[2]) if "/files/" in path else plain(self.page)

    def upload(self, environ: dict[str, Any]) -> Answer:
        """Store a file of an accepted type."""
        self.uploads.append(environ)
        match = FILE.search(environ["wsgi.input"].read())
        name = match[1].decode("latin-1") if match else ""
        if not match or name.rpartition(".")[2] not in self.accepts:
            return self.refused()
        self.keep(name, match[2])
        return self.stored(name)

    def keep(self, name: str, content: bytes) -> None:
        """Write the file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content)

    def serve(self, name: str) -> Answer:
        """Give a stored file back."""
        path = self.folder / name
        if not path.is_file():
            return plain(b"none", "404 Not Found")
        kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        return plain(path.read_bytes(), kind=kind)
