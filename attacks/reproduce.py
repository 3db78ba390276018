"""Turn a probe into commands for a POSIX shell that send it again, byte for byte.

The curl form is what a reader knows; curl frames chunks in its own way, and what it cannot
carry it does not send: a comment says so. The raw form writes the very bytes of the request
to a socket. Both read the address from ``$TARGET`` and need ``python3`` on the PATH.

Nothing that the user gave for an actor (cookies, tokens, passwords), nor what the target gave
for the form of one, is written down. Its place is taken by a variable, such as
``$ACTOR_A_COOKIE`` for the Cookie header of actor a; a shell in which it is not set stops there.

Bodies are Python literals in a here-document: they show every byte, keep a megabyte of filler
short, and pass the limit that a kernel has for one argument of a command (128 KiB on Linux).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import replace

from attacks.addressing import addressed
from attacks.marks import filled
from attacks.model import Fill, Framing, Header, Observation, Piece, Request
from attacks.record import Reproducers
from attacks.wire import http1

DEFAULT = "http://127.0.0.1:8000"

# Stands in a request for what is only known when it is sent again.
MARK = re.compile(rb"gauntlet4f1c9a72-([A-Z0-9_]+)-mark")
# In a body only what is secret: a file may be named like any other mark.
SECRET = re.compile(rb"gauntlet4f1c9a72-((?:ACTOR|SECRET)_[A-Z0-9_]+)-mark")
HOST, LENGTH = "HOST", "LENGTH"
OURS = {HOST: "HOST", LENGTH: "b'%d' % len(BODY)"}

SENDER = """\
import os, socket, sys, time
from urllib.parse import urlsplit
url = urlsplit(os.environ["TARGET"])
HOST = url.netloc.encode()
{body}s = socket.create_connection((url.hostname, url.port or 80), timeout=15)
try:
{send}{then}except OSError:
    pass  # refused while sending: the answer may be waiting
try:
    while data := s.recv(65536):
        sys.stdout.buffer.write(data)
except OSError as error:
    sys.exit(f"no end of the answer: {{error}}")
"""
APART = """\
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for piece in [{pieces}]:
        s.sendall(piece)
        time.sleep({pause})
"""
HANG_UP = "    s.shutdown(socket.SHUT_WR)\n"

# No settings of the user's, no proxy, the path as it is, and 15 s for an answer.
CURL = "curl -q -sS -i -m 15 --noproxy '*'"
UNASKED = (b"Accept", b"User-Agent", b"Expect", b"Content-Type")  # curl would add these
FRAMING = frozenset({b"host", b"content-length", b"transfer-encoding"})  # curl sends one of each
SENDABLE = re.compile(rb"[\t\x20-\x7e]*")  # what means the same in any shell and locale


def reproducers(seen: Observation) -> Reproducers:
    """Return the commands that repeat every step of *seen*, in order.

    What was stored by an earlier step is asked for where it was then.
    """
    unknown = {each: _mark(_variable(each)).decode() for each in seen.profile.secrets}
    requests = [
        replace(request, headers=request.headers + _masked(step.actor, given))
        for step in seen.probe.steps
        for request in [filled(addressed(step, seen.steps) or step.request, unknown)]
        for given in [seen.profile.headers.get(step.actor, ())]
    ]
    return Reproducers(curl="\n".join(map(curl, requests)), raw="\n".join(map(raw, requests)))


def _variable(secret: str) -> str:
    """Return the name of the variable for a mark, such as ``ACTOR_A_CSRF_TOKEN``."""
    named, dot, _ = secret.rpartition(".")
    return _upper(f"actor_{named}" if dot else f"secret_{secret[:8]}")


def _upper(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", name.upper())


def _masked(actor: str, headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """Return *headers* with a mark in the place of each value."""
    masked: list[Header] = []
    for name, _ in headers:
        variable = _upper(f"actor_{actor}_{name.decode('latin-1')}")
        again = sum(n.lower() == name.lower() for n, _ in masked)
        masked.append((name, _mark(f"{variable}_{again + 1}" if again else variable)))
    return tuple(masked)


def _mark(name: str) -> bytes:
    return b"gauntlet4f1c9a72-%b-mark" % name.encode()


# -- over a socket --------------------------------------------------------------------


def raw(request: Request) -> str:
    """Return a command that writes *request* to a socket and prints the answer."""
    counted = _counted_late(request)
    announced = replace(request, declared=_mark(LENGTH)) if counted else request
    head = _literal(http1.head(announced, _mark(HOST)), MARK)
    late = ["BODY" if request.pause is None else "*PIECES"]
    script = SENDER.format(
        body=_body(request) if counted else "",
        send=_sent([head, *(late if counted else _framed(request))], request.pause),
        then=HANG_UP if http1.hangs_up(request) else "",
    )
    return f'TARGET="${{TARGET:-{DEFAULT}}}" {_settings(request)}{_python(script)}'


def _body(request: Request) -> str:
    """Return the lines that keep the body, in its pieces where they are sent apart."""
    if request.pause is None:
        return f"BODY = {_sum(request.body.pieces)}\n"
    pieces = ", ".join(map(_expression, request.body.pieces))
    return f"PIECES = [{pieces}]\nBODY = b''.join(PIECES)\n"


def _sent(expressions: Iterable[str], pause: float | None) -> str:
    """Return the lines that send what *expressions* stand for, at once or with pauses."""
    if pause is None:
        return f"    s.sendall({' + '.join(expressions)})\n"
    return APART.format(pieces=", ".join(expressions), pause=pause)


def _counted_late(request: Request) -> bool:
    """Return whether the length of the body is only known with the values of its variables."""
    declared = request.framing is Framing.DECLARED and request.declared is None
    return declared and any(map(_has_mark, request.body.pieces))


def _has_mark(piece: Piece) -> bool:
    return not isinstance(piece, Fill) and SECRET.search(piece) is not None


def _literal(data: bytes, marks: re.Pattern[bytes] = SECRET) -> str:
    """Return the expression for *data*, whose *marks* are looked up."""
    # A split by one group: literals and the names of variables by turns.
    split = enumerate(marks.split(data))
    return " + ".join(_known(part) if at % 2 else repr(part) for at, part in split)


def _known(name: bytes) -> str:
    """Return the expression for what the mark *name* stands for."""
    return OURS.get(name.decode(), f"os.environb[{name!r}]")


def _variables(request: Request) -> list[str]:
    """Return the names of all variables of *request*, each once."""
    texts = [request.path, *(value for _, value in request.headers)]
    found = [match for text in texts for match in MARK.finditer(text)]
    for piece in request.body.pieces:
        found += SECRET.finditer(piece) if isinstance(piece, bytes) else ()
    return list(dict.fromkeys(match[1].decode() for match in found))


def _settings(request: Request) -> str:
    """Return the assignments in front of a command; a shell without a variable stops there."""
    return "".join(f'{name}="${{{name}:?}}" ' for name in _variables(request))


def _framed(request: Request) -> Iterable[str]:
    """Yield expressions for the body of *request* under its framing, as `http1.body` cuts it."""
    if request.framing is not Framing.CHUNKED:
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
    if _has_mark(piece):
        return rf"b'%x\r\n' % len({_expression(piece)}) + {_expression(piece)} + b'\r\n'"
    size = piece.size if isinstance(piece, Fill) else len(piece)
    return rf"b'{size:x}\r\n' + {_expression(piece)} + b'\r\n'"


# -- by curl --------------------------------------------------------------------------


def curl(request: Request) -> str:
    """Return a command that sends *request* with curl, or a comment that says why not."""
    obstacle = _obstacle(request)
    if obstacle:
        return f"# curl cannot carry {obstacle}; use the raw form"
    words = [CURL, *_method(request), *_headers(request)]
    words += ["--request-target", _shell(request.path)]
    address = f'"${{TARGET:-{DEFAULT}}}"'
    if _has_no_body(request):
        return " ".join([*words, address])
    secret = any(map(_has_mark, request.body.pieces))
    needs = "os, sys" if secret else "sys"
    script = f"import {needs}\nsys.stdout.buffer.write({_sum(request.body.pieces)})\n"
    command = _python(script, " ".join(["", "|", *words, "--data-binary", "@-", address]))
    return (_settings(request) if secret else "") + command


def _obstacle(request: Request) -> str:
    """Return what of *request* curl would change, or an empty string."""
    if not http1.TOKEN.fullmatch(request.method):
        return "this method"
    if request.framing is Framing.LITERAL or request.half_close or request.pause is not None:
        return "this framing"
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
    return _shell(name + (b": " + value if value else b";"))


def _shell(text: bytes) -> str:
    """Return the shell word for *text*, whose marks are variables."""
    parts = enumerate(part.decode("ascii") for part in MARK.split(text))
    return "".join(
        f'"${{{part}:?}}"' if at % 2 else shlex.quote(part) for at, part in parts if part
    )


# -- as Python ------------------------------------------------------------------------


def _python(script: str, rest: str = "") -> str:
    """Return the command that runs *script*, and what stands behind it on its line."""
    return f"python3 - <<'GAUNTLET'{rest}\n{script}GAUNTLET"


def _sum(pieces: Iterable[Piece]) -> str:
    return " + ".join(map(_expression, pieces)) or repr(b"")


def _expression(piece: Piece) -> str:
    if not isinstance(piece, Fill):
        return _literal(piece)
    times = piece.size // len(piece.pattern) + 1
    return f"({piece.pattern!r} * {times})[:{piece.size}]"
