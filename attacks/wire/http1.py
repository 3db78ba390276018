"""HTTP/1.1 messages as bytes: requests written as they are, responses read strictly.

Reading follows RFC 9112; a response that two readers could understand differently
(a bare LF, an odd status line, a header without a colon) is a `MalformedResponse`.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Framing, Header, Request, Response

BODY_KEPT = 1024 * 1024  # bytes of a response that an observation keeps


class MalformedResponse(ValueError):  # noqa: N818 - named for what it is
    """The bytes that came back are not one HTTP/1.1 response."""


def head(request: Request, host: bytes, extra: tuple[Header, ...] = ()) -> bytes:
    """Return the request line and headers of *request*, ready to send to *host*."""
    lines = [request.method + b" " + request.path + b" HTTP/1.1", b"Host: " + host]
    lines += [name + b": " + value for name, value in request.headers + extra]
    if request.framing is Framing.CHUNKED:
        lines.append(b"Transfer-Encoding: chunked")
    elif request.declared is not None:
        lines.append(b"Content-Length: " + request.declared)
    elif request.method not in {b"GET", b"HEAD"}:
        lines.append(b"Content-Length: %d" % request.body.size)
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])


def body(request: Request) -> Iterator[bytes]:
    """Yield the body of *request* under its framing."""
    if request.framing is Framing.DECLARED:
        yield from request.body.chunks()
        return
    for chunk in request.body.chunks():
        if chunk:
            yield b"%x\r\n" % len(chunk) + chunk + b"\r\n"
    yield b"0\r\n\r\n"


def parse_response(raw: bytes) -> Response:
    """Read the response in *raw*, all that came until the connection closed.

    Raises:
        MalformedResponse: the bytes are not one well-formed response.
    """
    head_bytes, separator, rest = raw.partition(b"\r\n\r\n")
    if not separator:
        raise MalformedResponse(f"no end of headers in {len(raw)} bytes")
    status_line, *lines = head_bytes.split(b"\r\n")
    if status_line.startswith(b"HTTP/1.1 100"):
        return parse_response(rest)
    headers = tuple(_header(line) for line in lines)
    response = Response(status=_status(status_line), headers=headers, head=head_bytes)
    return Response(
        status=response.status,
        headers=headers,
        head=head_bytes,
        body=_content(response, rest)[:BODY_KEPT],
    )


def _status(line: bytes) -> int:
    version, _, rest = line.partition(b" ")
    code = rest[:3]
    if version not in {b"HTTP/1.1", b"HTTP/1.0"} or not code.isdigit():
        raise MalformedResponse(f"status line {line[:80]!r}")
    return int(code)


def _header(line: bytes) -> Header:
    name, colon, value = line.partition(b":")
    if not colon or not name or name != name.strip() or b"\n" in line or b"\r" in line:
        raise MalformedResponse(f"header line {line[:80]!r}")
    return name, value.strip(b" \t")


def _content(response: Response, rest: bytes) -> bytes:
    if b"chunked" in b",".join(response.header(b"Transfer-Encoding")).lower():
        return b"".join(_dechunked(rest))
    return rest


def _dechunked(raw: bytes) -> Iterator[bytes]:
    while raw:
        line, _, raw = raw.partition(b"\r\n")
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            raise MalformedResponse(f"chunk size {line[:20]!r}") from None
        if size == 0:
            return
        yield raw[:size]
        raw = raw[size + 2 :]
