"""HTTP/1.1: requests come out as they went in, responses are read strictly."""

from __future__ import annotations

import http.client
import io

import pytest

from attacks.model import BODY_KEPT, Body, Fill, Framing, Request
from attacks.wire import http1

HOSTILE = [b"\0", b"\r", b"\n", b"\r\n", b"\xff", b'"', b"\\"]
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

HEADS = {
    "declared": (Request(path=b"/u", body=Body((b"abc",))), b"Content-Length: 3"),
    "empty-body": (Request(path=b"/u"), b"Content-Length: 0"),
    "lying": (Request(path=b"/u", body=Body((b"abc",)), declared=b"+3\0"), b"Content-Length: +3\0"),
    "empty-length": (Request(path=b"/u", declared=b""), b"Content-Length: "),
    "chunked": (Request(path=b"/u", framing=Framing.CHUNKED), b"Transfer-Encoding: chunked"),
    "get": (Request(path=b"/u", method=b"GET"), b"Host: h"),
    "literal": (
        Request(path=b"/u", framing=Framing.LITERAL, headers=((b"Connection", b"close"),)),
        b"Connection: close",
    ),
}


@pytest.mark.parametrize(("request_", "line"), HEADS.values(), ids=HEADS)
def test_head_frames_the_body(request_: Request, line: bytes):
    """One framing header or none, then the end of the header block."""
    head = http1.head(request_, b"h")

    assert head.startswith(request_.method + b" /u HTTP/1.1\r\nHost: h\r\n")
    assert line in head.split(b"\r\n")
    assert head.count(b"Content-Length") + head.count(b"Transfer-Encoding") <= 1
    assert head.endswith(b"\r\nConnection: close\r\n\r\n")


def test_a_host_of_the_requests_takes_the_place_of_ours():
    """One Host header, whatever its case."""
    head = http1.head(Request(path=b"/u", headers=((b"hOST", b"other"),)), b"h")

    assert head.lower().count(b"host:") == 1
    assert b"hOST: other" in head


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_is_escaped(hostile: bytes):
    """Method, path, names and values come out untouched, in order."""
    mark = b"<" + hostile + b">"
    request = Request(path=mark, method=mark, headers=((mark, mark), (b"X", mark)))

    head = http1.head(request, mark)

    assert head.startswith(mark + b" " + mark + b" HTTP/1.1\r\nHost: " + mark + b"\r\n")
    assert mark + b": " + mark + b"\r\nX: " + mark + b"\r\n" in head


class Socket(io.BytesIO):
    """What `http.client` reads a response from."""

    def makefile(self, _mode: str) -> io.BytesIO:
        """Return the bytes themselves."""
        return self


def test_chunked_body_is_read_by_others():
    """The standard library's client reads the chunks that we write; none is empty but the last."""
    body = Body((b"abc", b"", Fill(pattern=b"xy", size=100_001)))
    chunks = b"".join(http1.body(Request(path=b"/", body=body, framing=Framing.CHUNKED)))
    response = http.client.HTTPResponse(Socket(CHUNKED + chunks))
    response.begin()

    assert response.read() == body.to_bytes()


def test_declared_body_is_sent_as_it_is():
    """A lying length changes nothing of the body."""
    request = Request(path=b"/", body=Body((b"a", b"b")), declared=b"999")

    assert b"".join(http1.body(request)) == b"ab"


RESPONSES = {
    "plain": (OK + b"X: 1\r\n\r\nbody", 200, b"body"),
    "no-reason": (b"HTTP/1.1 404\r\n\r\n", 404, b""),
    "empty-reason": (b"HTTP/1.1 404 \r\n\r\n", 404, b""),
    "version-1.0": (b"HTTP/1.0 413 Too Large\r\n\r\nno", 413, b"no"),
    "continued": (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"\r\nx", 200, b"x"),
    "continued-twice": (b"HTTP/1.1 100\r\n\r\n" * 2 + OK + b"\r\nx", 200, b"x"),
    "early-hints": (b"HTTP/1.1 103 Early\r\nLink: a\r\n\r\n" + OK + b"\r\nx", 200, b"x"),
    "declared": (OK + b"Content-Length: 2\r\n\r\nab", 200, b"ab"),
    "second-answer": (OK + b"Content-Length: 2\r\n\r\nabHTTP/1.1 400\r\n\r\n", 200, b"ab"),
    "cut-short": (OK + b"Content-Length: 9\r\n\r\nab", 200, b"ab"),
    "chunked": (CHUNKED + b"2\r\nab\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n", 200, b"ab0123456789"),
    "chunked-cut-short": (CHUNKED + b"5\r\nab", 200, b"ab"),
    "chunked-cut-at-size": (CHUNKED + b"2\r\nab\r\n5", 200, b"ab"),
    "chunked-empty": (CHUNKED, 200, b""),
}


@pytest.mark.parametrize(("raw", "status", "body"), RESPONSES.values(), ids=RESPONSES)
def test_response_is_read(raw: bytes, status: int, body: bytes):
    """Well-formed responses, also those that a broken connection cut short."""
    response = http1.parse_response(raw)

    assert (response.status, response.body) == (status, body)


def test_headers_keep_order_case_and_bytes():
    """A header is what was on the wire, without the blanks round its value."""
    raw = OK + b'X-B:  \xff; "q\\ \r\nx-a:\r\nX-B: 2\r\n\r\n'

    response = http1.parse_response(raw)

    assert response.headers == ((b"X-B", b'\xff; "q\\'), (b"x-a", b""), (b"X-B", b"2"))
    assert response.head == raw[:-4]


MALFORMED = {
    "empty": b"",
    "no-end-of-headers": OK + b"X: 1\r\n",
    "not-http": b"SSH-2.0-x\r\n\r\n",
    "version": b"HTTP/2 200 OK\r\n\r\n",
    "status-of-two-digits": b"HTTP/1.1 20 OK\r\n\r\n",
    "status-of-four-digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "status-below-100": b"HTTP/1.1 099 OK\r\n\r\n",
    "status-no-number": b"HTTP/1.1 OK\r\n\r\n",
    "two-blanks": b"HTTP/1.1  200 OK\r\n\r\n",
    "bare-line-feeds": b"HTTP/1.1 200 OK\nX: 1\n\n",
    "line-feed-in-value": OK + b"X: 1\nSet-Cookie: a\r\n\r\n",
    "return-in-value": OK + b"X: 1\rSet-Cookie: a\r\n\r\n",
    "no-colon": OK + b"X\r\n\r\n",
    "no-name": OK + b": 1\r\n\r\n",
    "blank-before-colon": OK + b"X : 1\r\n\r\n",
    "blank-in-name": OK + b"X Y: 1\r\n\r\n",
    "folded": OK + b"X: 1\r\n 2\r\n\r\n",
    "nul-in-name": OK + b"X\0: 1\r\n\r\n",
    "interim-only": b"HTTP/1.1 100 Continue\r\n\r\n",
    "two-lengths": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length-and-chunks": CHUNKED[:-2] + b"Content-Length: 1\r\n\r\n0\r\n\r\n",
    "negative-length": OK + b"Content-Length: -1\r\n\r\n",
    "chunk-size-word": CHUNKED + b"xyz\r\nab\r\n0\r\n\r\n",
    "chunk-size-negative": CHUNKED + b"-2\r\nab\r\n0\r\n\r\n",
    "chunk-size-prefixed": CHUNKED + b"0x2\r\nab\r\n0\r\n\r\n",
    "chunk-size-underscore": CHUNKED + b"0_2\r\nab\r\n0\r\n\r\n",
    "chunk-longer-than-said": CHUNKED + b"2\r\nabc\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED)
def test_malformed_response_is_refused(raw: bytes):
    """What two readers could understand differently is no response."""
    with pytest.raises(http1.MalformedResponse):
        http1.parse_response(raw)


def test_many_interim_responses_are_no_recursion():
    """A hostile server cannot exhaust the stack of the one who reads it."""
    raw = b"HTTP/1.1 100\r\n\r\n" * 20_000 + OK + b"\r\n"

    assert http1.parse_response(raw).status == 200


def test_kept_body_is_bounded():
    """An observation keeps a mebibyte of a body at most."""
    response = http1.parse_response(OK + b"\r\n" + b"x" * (BODY_KEPT + 1))

    assert len(response.body) == BODY_KEPT
