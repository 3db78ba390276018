"""Turn a probe into commands for a POSIX shell that send it again, byte for byte.

The curl form is what a reader knows; curl frames chunks in its own way, and what it cannot
carry it does not send: a comment says so. The raw form writes the very bytes of the request
to a socket. Both read the address from ``$TARGET`` and need ``python3`` on the PATH.

Nothing that the user gave for an actor (cookies, tokens) is written down. Its place is taken
by a variable, such as ``$ACTOR_A_COOKIE`` for the Cookie header of actor a; a shell in which
it is not set stops there.

Bodies are Python literals in a here-document: they show every byte, keep a megabyte of filler
short, and pass the limit that a kernel has for one argument of a command (128 KiB on Linux).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import replace

from attacks.model import Fill, Framing, Header, Observation, Piece, Request
from attacks.record import Reproducers
from attacks.wire import http1

DEFAULT = "http://127.0.0.1:8000"

# Stands in a request for what is only known when it is sent again.
MARK = re.compile(rb"gauntlet4f1c9a72-([A-Z0-9_]+)-mark")
HOST = "HOST"

SENDER = """\
import os, socket, sys
from urllib.parse import urlsplit
url = urlsplit(os.environ["TARGET"])
HOST = url.netloc.encode()
s = socket.create_connection((url.hostname, url.port or 80), timeout=15)
try:
    s.sendall({raw})
{then}except OSError:
    pass  # refused while sending: the answer may be waiting
try:
    while data := s.recv(65536):
        sys.stdout.buffer.write(data)
except OSError as error:
    sys.exit(f"no end of the answer: {{error}}")
"""
HANG_UP = "    s.shutdown(socket.SHUT_WR)\n"

# No settings of the user's, no proxy, the path as it is, and 15 s for an answer.
CURL = "curl -q -sS -i -m 15 --noproxy '*'"
UNASKED = (b"Accept", b"User-Agent", b"Expect", b"Content-Type")  # curl would add these
FRAMING = frozenset({b"host", b"content-length", b"transfer-encoding"})  # curl sends one of each
SENDABLE = re.compile(rb"[\t\x20-\x7e]*")  # what means the same in any shell and locale


def reproducers(seen: Observation) -> Reproducers:
    """Return the commands that repeat every step of *seen*, in order."""
    headers = seen.profile.headers
    requests = [
        replace(step.request, headers=step.request.headers + _masked(step.actor, given))
        for step in seen.probe.steps
        for given in [headers.get(step.actor, ())]
    ]
    return Reproducers(curl="\n".join(map(curl, requests)), raw="\n".join(map(raw, requests)))


def _masked(actor: str, headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """Return *headers* with a mark in the place of each value."""
    masked: list[Header] = []
    for name, _ in headers:
        variable = re.sub(r"[^A-Z0-9]", "_", f"actor_{actor}_{name.decode('latin-1')}".upper())
        again = sum(n.lower() == name.lower() for n, _ in masked)
        masked.append((name, _mark(f"{variable}_{again + 1}" if again else variable)))
    return tuple(masked)


def _mark(name: str) -> bytes:
    return b"gauntlet4f1c9a72-%b-mark" % name.encode()


# -- over a socket --------------------------------------------------------------------


def raw(request: Request) -> str:
    """Return a command that writes *request* to a socket and prints the answer."""
    # A split by one group: literals and the names of variables by turns.
    split = MARK.split(http1.head(request, _mark(HOST)))
    head = [_known(part) if at % 2 else repr(part) for at, part in enumerate(split)]
    script = SENDER.format(
        raw=" + ".join([*head, *_framed(request)]),
        then=HANG_UP if http1.promises_more(request) else "",
    )
    given = [f'{name}="${{{name}:?}}" ' for name in _variables(request)]
    return f'TARGET="${{TARGET:-{DEFAULT}}}" {"".join(given)}{_python(script)}'


def _known(name: bytes) -> str:
    """Return the expression for what the mark *name* stands for."""
    return HOST if name == HOST.encode() else f"os.environb[{name!r}]"


def _variables(request: Request) -> list[str]:
    return [match[1].decode() for _, value in request.headers if (match := MARK.fullmatch(value))]


def _framed(request: Request) -> Iterable[str]:
    """Yield expressions for the body of *request* under its framing, as `http1.body` cuts it."""
    if request.framing is Framing.DECLARED:
        yield from map(_expression, request.body.pieces)
        return
    for piece in request.body.pieces:
        yield from _chunks(piece)
    yield repr(b"0\r\n\r\n")


def _chunks(piece: Piece) -> Iterable[str]:
    if not isinstance(piece, Fill):
        yield from [_chunk(piece)] if piece else []
        return
    times, rest = divmod(piece.size, piece.block)
    if times:
        yield f"({_chunk(replace(piece, size=piece.block))}) * {times}"
    if rest:
        yield _chunk(replace(piece, size=rest))


def _chunk(piece: Piece) -> str:
    size = piece.size if isinstance(piece, Fill) else len(piece)
    return rf"b'{size:x}\r\n' + {_expression(piece)} + b'\r\n'"


# -- by curl --------------------------------------------------------------------------


def curl(request: Request) -> str:
    """Return a command that sends *request* with curl, or a comment that says why not."""
    obstacle = _obstacle(request)
    if obstacle:
        return f"# curl cannot carry {obstacle}; use the raw form"
    words = [CURL, *_method(request), *_headers(request)]
    words += ["--request-target", shlex.quote(request.path.decode("ascii"))]
    address = f'"${{TARGET:-{DEFAULT}}}"'
    if _has_no_body(request):
        return " ".join([*words, address])
    script = f"import sys\nsys.stdout.buffer.write({_sum(request.body.pieces)})\n"
    return _python(script, " ".join(["", "|", *words, "--data-binary", "@-", address]))


def _obstacle(request: Request) -> str:
    """Return what of *request* curl would change, or an empty string."""
    if not http1.TOKEN.fullmatch(request.method):
        return "this method"
    if not (request.path and SENDABLE.fullmatch(request.path)):
        return "this path"
    declared = ((b"X", request.declared),) if request.declared is not None else ()
    if not all(map(_carries, (*request.headers, *declared))):
        return "this header"
    quiet = _has_no_body(request)
    if (quiet and request.body.size) or (request.method == b"HEAD" and not quiet):
        return "this body"
    return ""


def _carries(header: Header) -> bool:
    """Return whether curl sends *header* as it is; it takes spaces alone for no value."""
    name, value = header
    plain = http1.TOKEN.fullmatch(name) and SENDABLE.fullmatch(value)
    return bool(plain) and name.lower() not in FRAMING and (not value or bool(value.strip()))


def _has_no_body(request: Request) -> bool:
    without = request.method in {b"GET", b"HEAD"} and request.declared is None
    return without and request.framing is Framing.DECLARED


def _method(request: Request) -> list[str]:
    method = request.method.decode("ascii")
    return ["--head"] if method == "HEAD" else ["-X", shlex.quote(method)]


def _headers(request: Request) -> Iterable[str]:
    """Yield the options for the headers that the raw form has, and none of curl's own."""
    present = {name.lower() for name, _ in request.headers}
    for name in UNASKED:
        if name.lower() not in present:
            yield f"-H {name.decode()}:"
    for header in request.headers:
        yield f"-H {_word(*header)}"
    if request.framing is Framing.CHUNKED:
        yield "-H 'Transfer-Encoding: chunked'"
    elif request.declared is not None:
        yield f"-H {_word(b'Content-Length', request.declared)}"
    yield "-H 'Connection: close'"


def _word(name: bytes, value: bytes) -> str:
    """Return the shell word for one header; a semicolon is how curl spells an empty value."""
    if match := MARK.fullmatch(value):
        return f'{shlex.quote(name.decode() + ": ")}"${{{match[1].decode()}:?}}"'
    return shlex.quote((name + (b": " + value if value else b";")).decode("ascii"))


# -- as Python ------------------------------------------------------------------------


def _python(script: str, rest: str = "") -> str:
    """Return the command that runs *script*, and what stands behind it on its line."""
    return f"python3 - <<'GAUNTLET'{rest}\n{script}GAUNTLET"


def _sum(pieces: Iterable[Piece]) -> str:
    return " + ".join(map(_expression, pieces)) or repr(b"")


def _expression(piece: Piece) -> str:
    if not isinstance(piece, Fill):
        return repr(piece)
    times = piece.size // len(piece.pattern) + 1
    return f"({piece.pattern!r} * {times})[:{piece.size}]"
