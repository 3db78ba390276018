"""What hostile forms cost the processor: each is answered within one second of it.

    python benchmarks/hostile_bodies.py [--out out/bench.json]

Fifteen megabytes of part headers, a thousand parts, names of sixty kilobytes, a form in a form in
a form. The app is called in this process, without a server, and its CPU time is taken: for each
body its length, then status and seconds under the usual limits, and under limits that let all of
it through to where its cost could grow.
"""

from __future__ import annotations

import argparse
import io
import logging
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.intake_memory import ROOT, save
from reference_app import create_app
from reference_app.policy import Policy
from reference_app.services import EXTENSION
from reference_app.type_sets import TEXT

KIB = 1024
MIB = 1024 * KIB
BOUNDARY = b"hostile"
ALLOWED_SECONDS = 1.0
LAVISH = {
    "max_parts": 1_000_000,
    "max_part_header_bytes": 16 * MIB,
    "max_field_bytes": 16 * MIB,
    "max_preamble_bytes": 16 * MIB,
}
"""Limits that let every body through to the place where its cost could grow."""


def part(headers: bytes, data: bytes = b"x") -> bytes:
    """Return one part."""
    return b"--%s\r\n%s\r\n\r\n%s\r\n" % (BOUNDARY, headers, data)


def field(extra: bytes = b"", data: bytes = b"x") -> bytes:
    """Return a text field, with something behind its name."""
    return part(b'Content-Disposition: form-data; name="a"' + extra, data)


def file(name: bytes) -> bytes:
    """Return a file of that name."""
    return part(b'Content-Disposition: form-data; name="file"; filename="%s"' % name)


def form(*parts: bytes) -> bytes:
    """Return a whole body."""
    return b"".join(parts) + b"--%s--\r\n" % BOUNDARY


def nested(levels: int) -> bytes:
    """Return a form in a form in a form."""
    inner = b"x"
    for level in range(levels):
        head = b"Content-Type: multipart/mixed; boundary=b%d" % level
        inner = b"--b%d\r\n%s\r\n\r\n%s\r\n--b%d--" % (level, head, inner, level)
    return inner


BODIES: Mapping[str, tuple[int, Callable[[int], bytes]]] = {
    "one-header-line": (15 * MIB, lambda n: form(field(b"\r\nX: " + b"x" * n))),
    "many-header-lines": (15 * MIB, lambda n: form(field(b"\r\nX: y" * (n // 6)))),
    "many-headers": (15 * MIB, lambda n: form(field(b"\r\nX: " + b"x" * 4000) * (n // 4070))),
    "semicolons": (15 * MIB, lambda n: form(field(b";" * n))),
    "quotes": (15 * MIB, lambda n: form(field(b'; x="' + b'\\"' * (n // 2) + b'"'))),
    "preamble": (15 * MIB, lambda n: b"\r\n--hostil" * (n // 10) + form(field())),
    "boundaries-in-data": (15 * MIB, lambda n: form(field(b"", b"\r\n--hostil" * (n // 10)))),
    "parts": (1000, lambda n: form(field() * n)),
    "long-name": (60_000, lambda n: form(file(b"a" * n + b".txt"))),
    "dotted-name": (60_000, lambda n: form(file(b"a." * (n // 2) + b"txt"))),
    "wide-name": (60_000, lambda n: form(file("\ufdfa".encode() * (n // 3) + b".txt"))),
    "marked-name": (60_000, lambda n: form(file(b"a" + "\u0316\u0301".encode() * (n // 4)))),
    "nested": (40, lambda n: form(field(b"", nested(n)), file(b"a.txt"))),
}
"""The measure of each, and what it is made of."""


@contextmanager
def app(**limits: int) -> Iterator[Callable[[bytes], int]]:
    """Yield what posts a body to an app with these limits, and returns the status."""
    with tempfile.TemporaryDirectory() as folder:
        policy = Policy(upload_folder=Path(folder) / "files", accepted=TEXT, text_fields=("a",))
        flask = create_app(replace(policy, **limits), secret_key=secrets.token_hex(32))
        with closing(flask.extensions[EXTENSION]) as services:
            services.people.enrol("bench", secrets.token_hex(16))
            token = services.people.new_token("bench")
            yield lambda body: post(flask.wsgi_app, token, body)


def post(application: Any, token: str, body: bytes) -> int:
    """Post *body* as a server would hand it over, and return the status."""
    told: list[int] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY.decode()}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    answer = application(environ, lambda status, _headers, *_: told.append(int(status[:3])))
    list(answer)
    answer.close()
    return told[0]


def seconds(send: Callable[[bytes], int], body: bytes) -> tuple[float, int]:
    """Return the CPU time of one request, and its status."""
    start = time.process_time()
    status = send(body)
    return time.process_time() - start, status


def main() -> None:
    """Measure, print a table, and fail if a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--out", type=Path, default=ROOT / "out" / "bench.json")
    asked = options.parse_args()
    logging.disable()  # each refusal is an event, and there are no others
    rows = []
    with app() as usual, app(**LAVISH) as lavish:
        for send in (usual, lavish):
            send(form(field()))  # the first request imports and prepares what all share
        for name, (size, build) in BODIES.items():
            cost, status = seconds(usual, body := build(size))
            allowed, other = seconds(lavish, body)
            print(f"{name:20}{len(body):>10}{status:>5}{cost:8.3f}{other:>5}{allowed:8.3f}")
            rows.append(
                {
                    "bench": "hostile-body",
                    "subject": name,
                    "size": len(body),
                    "status": status,
                    "cpu_seconds": round(cost, 3),
                    "cpu_seconds_if_allowed": round(allowed, 3),
                }
            )
    save(rows, asked.out)
    if max(float(str(row["cpu_seconds"])) for row in rows) > ALLOWED_SECONDS:
        sys.exit(f"a promise is broken: {ALLOWED_SECONDS} s of CPU for each body")


if __name__ == "__main__":
    main()
