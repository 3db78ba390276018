"""HTTP/1.1 messages as bytes: requests written as they are, responses read strictly.

Reading follows RFC 9112; a response that two readers could understand differently
(a bare LF, an odd status line, a header without a colon) is a `MalformedResponse`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from attacks.model import BODY_KEPT, Framing, Header, Request, Response

CONTINUE, FINAL = 100, 200  # the interim statuses lie between: RFC 9110, section 15.2

STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: [^\r\n]*)?")
TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")  # RFC 9110, section 5.6.2
CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}")


class MalformedResponse(ValueError):  # noqa: N818 - named for what it is
    """The bytes that came back are not one HTTP/1.1 response."""


def head(request: Request, host: bytes) -> bytes:
    """Return the request line and headers of *request*, ready to send to *host*.

    A request of `Framing.LITERAL` brings all its headers but `Host` with it.
    """
    lines = [request.method + b" " + request.path + b" HTTP/1.1"]
    if not any(name.lower() == b"host" for name, _ in request.headers):
        lines.append(b"Host: " + host)
    lines += [name + b": " + value for name, value in request.headers]
    if request.framing is Framing.LITERAL:
        return b"\r\n".join([*lines, b"", b""])
    if request.framing is Framing.CHUNKED:
        lines.append(b"Transfer-Encoding: chunked")
    elif request.declared is not None:
        lines.append(b"Content-Length: " + request.declared)
    elif request.method not in {b"GET", b"HEAD"}:
        lines.append(b"Content-Length: %d" % request.body.size)
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])


def body(request: Request) -> Iterator[bytes]:
    """Yield the body of *request* under its framing."""
    if request.framing is not Framing.CHUNKED:
        yield from request.body.chunks()
        return
    for chunk in request.body.chunks():
        if chunk:
            yield b"%x\r\n" % len(chunk) + chunk + b"\r\n"
    yield b"0\r\n\r\n"


def hangs_up(request: Request) -> bool:
    """Return whether the client ends its half: asked to, or as more is declared than it brings."""
    declared = request.declared or b""
    longer = declared.isdigit() and int(declared[:18]) > request.body.size
    return request.half_close or (request.framing is Framing.DECLARED and longer)


def parse_response(raw: bytes) -> Response:
    """Read the first final response in *raw*, all that came until the connection closed.

    What follows its content (the answer to bytes that a server took for another request) is
    left out; so are interim responses (1xx) in front of it.

    Raises:
        MalformedResponse: the bytes are not one well-formed response.
    """
    status = CONTINUE
    while CONTINUE <= status < FINAL:
        head_bytes, separator, raw = raw.partition(b"\r\n\r\n")
        if not separator:
            raise MalformedResponse(f"no end of headers in {len(head_bytes)} bytes")
        status_line, *lines = head_bytes.split(b"\r\n")
        status = _status(status_line)
    headers = tuple(_header(line) for line in lines)
    response = Response(status=status, headers=headers, head=head_bytes)
    return replace(response, body=_content(response, raw)[:BODY_KEPT])


def _status(line: bytes) -> int:
    match = STATUS_LINE.fullmatch(line)
    if match is None:
        raise MalformedResponse(f"status line {line[:80]!r}")
    return int(match[1])


def _header(line: bytes) -> Header:
    name, colon, value = line.partition(b":")
    if not colon or not TOKEN.fullmatch(name) or b"\n" in value or b"\r" in value:
        raise MalformedResponse(f"header line {line[:80]!r}")
    return name, value.strip(b" \t")


def _content(response: Response, rest: bytes) -> bytes:
    codings = response.header(b"Transfer-Encoding")
    lengths = set(response.header(b"Content-Length"))
    if len(lengths) > 1 or (codings and lengths):
        raise MalformedResponse("the content has two lengths")
    if b"chunked" in b",".join(codings).lower():
        return b"".join(_dechunked(rest))
    return rest[: _length(lengths.pop())] if lengths else rest


def _length(value: bytes) -> int:
    if not value.isdigit():
        raise MalformedResponse(f"content length {value[:20]!r}")
    return int(value[:18])


def _dechunked(raw: bytes) -> Iterator[bytes]:
    """Yield the chunks; a body that breaks off is kept as far as it came."""
    at = 0
    while at < len(raw):
        end = raw.find(b"\r\n", at)
        size = _chunk_size(raw[at:] if end < 0 else raw[at:end])
        if size == 0 or end < 0:
            return
        at = end + 2 + size
        yield raw[end + 2 : at]
        if raw[at : at + 2] not in {b"\r\n", b"\r", b""}:
            raise MalformedResponse(f"no line end behind a chunk of {size} bytes")
        at += 2


def _chunk_size(line: bytes) -> int:
    digits = line.partition(b";")[0].rstrip(b" \t")
    if not CHUNK_SIZE.fullmatch(digits):  # `int` takes signs, underscores and 0x
        raise MalformedResponse(f"chunk size {line[:20]!r}")
    return int(digits, 16)
