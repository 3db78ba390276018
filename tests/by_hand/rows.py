"""Raw multipart bytes, a bare WSGI call, and the rows that need no more than these.

A confirmation of the tables in this folder which borrows nothing from the suite, on purpose.
Long, because it is one table, and who looks for a row reads it through.
"""

from __future__ import annotations

import gc
import io
import sys
import warnings
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORM = b"multipart/form-data; boundary=b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: status, headers with lower-case names (the last one wins), body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def part(disposition: bytes, data: bytes = b"x", *headers: bytes) -> bytes:
    """Write one part: the value of its Content-Disposition, its bytes, further header lines."""
    lines = [b"Content-Disposition: " + disposition, *headers]
    return b"--b\r\n" + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + data + b"\r\n"


def file_part(name: bytes, data: bytes = b"x", *headers: bytes) -> bytes:
    """Write the part of the field `file` with this name between the quotes, unescaped."""
    return part(b'form-data; name="file"; filename="' + name + b'"', data, *headers)


def form(*parts: bytes) -> bytes:
    """Close the form after these parts."""
    return b"".join(parts) + b"--b--\r\n"


def call(
    app: Callable[..., Any],
    method: str,
    path: str = "/",
    body: bytes = b"",
    *,
    content_type: bytes = FORM,
    declared: bool = True,
    **environ: object,
) -> Answer:
    """Make one request; `declared=False` is a chunked body on a server that ends the stream."""
    length = {"CONTENT_LENGTH": str(len(body))} if declared else {"wsgi.input_terminated": True}
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": content_type.decode("latin-1"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **length,
        **environ,
    }
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        started[:] = status, headers

    with warnings.catch_warnings():
        # Werkzeug 3.1 leaves the open files of a form that it gave up to the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        chunks = app(environ, start_response)
        received = b"".join(chunks)
        getattr(chunks, "close", lambda: None)()
        del chunks, environ
        gc.collect()
    status, headers = started
    return Answer(
        status=int(status[:3]),
        headers={name.lower(): value for name, value in headers},
        body=received,
    )


TUTORIAL = "tutorial"
SHARED = "shared_data"
REUPLOADED = "flask_reuploaded"
TUTORIAL_INTAKE = (TUTORIAL, SHARED)
ALL = (*TUTORIAL_INTAKE, REUPLOADED)
LIMIT = 16_000_000
OVERHEAD = len(form(file_part(b"a.txt", b"")))
NAMED = b'form-data; name="file"; '
A_TXT = {"a.txt": b"x"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table as requests sent in order, and what the last one leaves."""

    effect: str
    bodies: tuple[bytes, ...]
    stored: Mapping[str, bytes]
    status: int = 302
    apps: tuple[str, ...] = ALL
    content_type: bytes = FORM
    environ: Mapping[str, object] = field(default_factory=dict)


def sent(effect: str, *bodies: bytes, stored: Mapping[str, bytes], **rest: object) -> Row:
    """Write a row in the order of the tables: effect, by hand, what is seen."""
    return Row(effect=effect, bodies=bodies, stored=stored, **rest)


def named(name: str, data: bytes = b"x") -> bytes:
    """Write a whole form with one file of this name."""
    return form(file_part(name.encode(), data))


def described(parameters: bytes, *headers: bytes) -> bytes:
    """Write a whole form with one file and these parameters after the field's name."""
    return form(part(NAMED + parameters, b"x", *headers))


class Apart:
    """A body whose pieces are read one by one, again and again."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = (*pieces, b"")
        self._turn = 0

    def read(self, _size: int = -1) -> bytes:
        """Return the next piece; nothing behind the last one."""
        self._turn += 1
        return self._pieces[(self._turn - 1) % len(self._pieces)]


SECOND = b'Content-Disposition: form-data; name="file"; filename="b.png"'
WHOLE = len(named("a.txt"))
ONCE = {"apps": TUTORIAL_INTAKE}

FINDINGS = [
    sent(
        "overwrite by the same name",
        named("a.txt", b"1"),
        named("a.txt", b"2"),
        stored={"a.txt": b"2"},
        **ONCE,
    ),
    *(
        sent(
            "different names collapse into one",
            named(first, b"1"),
            named(second, b"2"),
            stored={only: b"2"},
            **ONCE,
        )
        for first, second, only in (
            ("文.txt", ".txt", "txt"),
            ("a b.txt", "a_b.txt", "a_b.txt"),
            ("ä.txt", "../a.txt", "a.txt"),
        )
    ),
    sent("500 on an over-long name", named("a" * 252 + ".txt"), stored={}, status=500),
    sent("500 on a name that grows", named("㎯" * 83 + ".txt"), stored={}, status=500),
    sent("malformed body answered as success", file_part(b"a.txt"), stored={}),
    sent("malformed body answered as success", named("a.txt", b"x" * 40)[:-20], stored={}),
    *(
        sent(
            "malformed body answered as success",
            named("a.txt"),
            stored={},
            content_type=content_type,
        )
        for content_type in (
            b"multipart/form-data; boundary=zz",
            b"multipart/form-data",
            b"multipart/mixed; boundary=b",
            b"text/plain",
        )
    ),
    sent("nothing chosen is answered as success", named("", b""), stored={}, **ONCE),
    sent(
        "last of two field names wins",
        form(part(b'form-data; name="file"; name="note"; filename="a.txt"')),
        stored={},
        **ONCE,
    ),
    sent(
        "part without a disposition is dropped",
        form(b"--b\r\nX-Note: x\r\n\r\nx\r\n"),
        stored={},
        **ONCE,
    ),
    sent("open quote loses the form", described(b'filename="a.txt'), stored={}, **ONCE),
    sent(
        "mixed line ends lose the form",
        named("a.txt").replace(b"\r\n", b"\n").replace(b"\n\n", b"\r"),
        stored={},
        **ONCE,
    ),
    sent(
        "length below the body loses the file",
        named("a.txt"),
        stored={},
        environ={"CONTENT_LENGTH": str(WHOLE - 10)},
        **ONCE,
    ),
    sent(
        "length above the body is believed",
        named("a.txt"),
        stored=A_TXT,
        environ={"CONTENT_LENGTH": str(WHOLE + 1), "wsgi.input_terminated": True},
    ),
    sent(
        "header line without a colon is skipped", described(b'filename="a.txt"', b"="), stored=A_TXT
    ),
    sent(
        "bare line feed makes a boundary",
        named("a.txt", b"first\n--b--\nlast"),
        stored={"a.txt": b"first"},
    ),
    sent("undecodable name loses the form", form(file_part(b"\xe9.txt")), stored={}),
    sent(
        "last of two filenames wins",
        described(b'filename="a.php"; filename="b.txt"'),
        stored={"b.txt": b"x"},
    ),
    sent(
        "starred filename wins",
        described(b"filename=\"a.txt\"; filename*=UTF-8''b.png"),
        stored={"b.png": b"x"},
    ),
    sent(
        "continued filename is joined",
        described(b'filename*0="c1."; filename*1="txt"'),
        stored={"c1.txt": b"x"},
    ),
    sent("unquoted name is cut", described(b"filename=a.txt b.php"), stored=A_TXT),
    sent("unquoted name is cut", described(b"filename=a.txt;.php"), stored=A_TXT),
    sent(
        "second Content-Disposition is ignored",
        described(b'filename="a.txt"', SECOND),
        stored=A_TXT,
    ),
    sent(
        "last of two boundaries wins",
        named("a.txt"),
        stored=A_TXT,
        content_type=b"multipart/form-data; boundary=zz; boundary=b",
    ),
    sent("bare line feeds end lines", named("a.txt").replace(b"\r\n", b"\n"), stored=A_TXT),
    sent("control character dropped", named("a.php\0.txt"), stored={"a.php.txt": b"x"}),
    sent("control character dropped", named("a\r\n b.txt"), stored={"a_b.txt": b"x"}),
    sent("device name kept", named("CON.txt"), stored={"CON.txt": b"x"}),
    sent("device name kept", named("COM¹.txt"), stored={"COM1.txt": b"x"}),
    sent("leading dash kept", named("-rf.txt"), stored={"-rf.txt": b"x"}),
    sent("configuration name kept", named("robots.txt"), stored={"robots.txt": b"x"}),
    *(
        sent("active inner extension kept", named(name), stored={"x.php.txt": b"x"})
        for name in ("x.php.txt", "x.php;.txt", "x.php:.txt", "x.p\u200bhp.txt", "x．php.txt")
    ),
    sent("active inner extension kept", named("x.pHp.txt"), stored={"x.pHp.txt": b"x"}),
    sent(
        "one byte too many",
        named("a.txt", b"x" * (65_539 - OVERHEAD)),
        stored={"a.txt": b"x" * (65_539 - OVERHEAD) + b"\r"},
    ),
    sent(
        "a read that ends in the closing dashes adds a byte",
        named("a.txt"),
        stored={"a.txt": b"x\r"},
        environ={
            "wsgi.input": Apart(named("a.txt")[:-3], named("a.txt")[-3:]),
            "wsgi.input_terminated": True,
        },
    ),
    sent(
        "second Content-Type is ignored",
        named("a.txt"),
        stored=A_TXT,
        content_type=b"multipart/form-data; boundary=b,text/plain",
    ),
    sent("part behind the end is not seen", named("a.txt") + named("b.txt", b"late"), stored=A_TXT),
    sent(
        "file that is sent as a text is lost",
        form(part(b'form-data; name="file"')),
        stored={},
        **ONCE,
    ),
    sent(
        "packed body loses the file",
        zlib.compress(named("a.txt")),
        stored={},
        environ={"HTTP_CONTENT_ENCODING": "deflate"},
        **ONCE,
    ),
    sent(
        "content coding is ignored",
        named("a.txt"),
        stored=A_TXT,
        environ={"HTTP_CONTENT_ENCODING": "gzip"},
    ),
    sent(
        "cross-site upload taken",
        named("a.txt"),
        stored=A_TXT,
        environ={"HTTP_ORIGIN": "http://evil.example", "HTTP_SEC_FETCH_SITE": "cross-site"},
    ),
]

LAWFUL = [
    sent(
        "lying part length is ignored",
        form(file_part(b"a.txt", b"12345", b"Content-Length: 1")),
        stored={"a.txt": b"12345"},
    ),
    sent(
        "transfer encoding is ignored",
        form(file_part(b"a.txt", b"MTIz", b"Content-Transfer-Encoding: base64")),
        stored={"a.txt": b"MTIz"},
    ),
    sent(
        "second file of a field is dropped",
        form(file_part(b"a.txt", b"1"), file_part(b"b.txt", b"2")),
        stored={"a.txt": b"1"},
    ),
    sent(
        "preamble and epilogue are skipped",
        b"junk\r\n" + named("a.txt") + b"junk",
        stored=A_TXT,
    ),
    sent(
        "folded part header is unfolded",
        form(part(b'form-data; name="file";\r\n filename="a.txt"')),
        stored=A_TXT,
    ),
]
