"""Turn a probe into commands that send it again, byte for byte.

Both commands read the address from ``$TARGET``. Bodies are written as Python literals:
they show every byte, keep a megabyte of filler short, and mean the same on any machine.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from attacks.model import Exchange, Fill, Framing, Header, Observation, Piece, Request
from attacks.observe import with_headers
from attacks.record import Reproducers
from attacks.wire import http1

DEFAULT = "http://127.0.0.1:8000"
HOST_MARK = b"gauntlet-host-mark"

SENDER = """\
import os, socket, sys
from urllib.parse import urlsplit
url = urlsplit(os.environ.get("TARGET", "{default}"))
raw = {raw}
raw = raw.replace({mark}, url.netloc.encode(), 1)
s = socket.create_connection((url.hostname, url.port or 80), timeout=15)
try:
    s.sendall(raw); s.shutdown(socket.SHUT_WR)
except OSError:
    pass
while data := s.recv(65536):
    sys.stdout.buffer.write(data)
"""


def reproducers(seen: Observation) -> Reproducers:
    """Return the commands that repeat every step of *seen*, in order."""
    profile = seen.profile
    requests = [_as_sent(step, profile.headers.get(step.actor, ())) for step in seen.probe.steps]
    return Reproducers(
        curl="\n".join(curl(request) for request in requests),
        raw="\n".join(raw(request) for request in requests),
    )


def _as_sent(step: Exchange, headers: tuple[Header, ...]) -> Request:
    return with_headers(step.request, headers)


def curl(request: Request) -> str:
    """Return a shell line that sends *request* with curl."""
    command = ["curl", "-sS", "-i", "--path-as-is", "-X", _text(request.method), "-H", "Expect:"]
    for name, value in request.headers:
        command += ["-H", _text(name + b": " + value)]
    if request.framing is Framing.CHUNKED:
        command += ["-H", "Transfer-Encoding: chunked"]
    elif request.declared is not None:
        command += ["-H", _text(b"Content-Length: " + request.declared)]
    words = " ".join(shlex.quote(word) for word in command)
    url = f'"${{TARGET:-{DEFAULT}}}"{shlex.quote(_text(request.path))}'
    return f"{_python_writer(request.body.pieces)} | {words} --data-binary @- {url}"


def raw(request: Request) -> str:
    """Return a shell line that writes *request* to a socket and prints the answer."""
    pieces: Iterable[Piece] = (http1.head(request, HOST_MARK), *http1_pieces(request))
    script = SENDER.format(default=DEFAULT, raw=_literal(pieces), mark=repr(HOST_MARK))
    return f"python3 -c {shlex.quote(script)}"


def http1_pieces(request: Request) -> tuple[Piece, ...]:
    """Return the framed body of *request*, with filler kept as filler where that is possible."""
    if request.framing is Framing.DECLARED:
        return request.body.pieces
    framed: list[Piece] = []
    for piece in request.body.pieces:
        size = piece.size if isinstance(piece, Fill) else len(piece)
        if size:
            framed += [b"%x\r\n" % size, piece, b"\r\n"]
    return (*framed, b"0\r\n\r\n")


def _python_writer(pieces: Iterable[Piece]) -> str:
    script = f"import sys; sys.stdout.buffer.write({_literal(pieces)})"
    return f"python3 -c {shlex.quote(script)}"


def _literal(pieces: Iterable[Piece]) -> str:
    """Return a Python expression for the bytes of *pieces*."""
    parts = [_fill(p) if isinstance(p, Fill) else repr(p) for p in pieces if p != b""]
    return " + ".join(parts) or "b''"


def _fill(fill: Fill) -> str:
    times = fill.size // len(fill.pattern) + 1
    return f"({fill.pattern!r} * {times})[:{fill.size}]"


def _text(value: bytes) -> str:
    """Return *value* for a shell word; Latin-1 keeps every byte that a shell can carry."""
    return value.decode("latin-1")
