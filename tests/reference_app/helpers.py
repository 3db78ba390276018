"""Sentences for the tests: build a body, send it, look at what is left."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, text
from werkzeug.test import EnvironBuilder, run_wsgi_app

from reference_app import migrations
from reference_app.controls.quota import Usage
from reference_app.controls.sessions import COOKIE
from reference_app.database import accounts
from reference_app.identity import AccountError
from reference_app.pipeline import CONTROLS, Stage
from reference_app.services import EXTENSION

SECRET = "0123456789abcdef" * 4
PASSWORD = "correct horse battery"
BOUNDARY = b"----gauntlet7MA4YWxkTrZu0gW"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY.decode()}"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def accept(value, _policy):
    """Let everything pass, in place of a control."""
    return value


UNREAD = tuple(
    each._replace(apply=accept)
    if each.stage is Stage.CONTENT or each.slug == "signature-matches-extension"
    else each
    for each in CONTROLS
)
"""The controls, without those that look at what a file holds."""


REVISION = """
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    for statement in {statements!r}.split(";"):
        op.execute(statement)
"""


def next_version(monkeypatch, folder, statements):
    """Let this release need a version of the ledger that *statements* lead to."""
    copied = Path(shutil.copytree(migrations.FOLDER, folder / "migrations"))
    text = REVISION.format(statements=statements)
    (copied / "versions" / "revision_0002.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(migrations, "FOLDER", str(copied))
    monkeypatch.setattr(migrations, "HEAD", "0002")


def services(app):
    """Return what the parts of an app share."""
    return app.extensions[EXTENSION]


def enrolled(app, name, role="uploader"):
    """Return a token for scripts of *name*, whose account is made if there is none."""
    with suppress(AccountError):
        services(app).people.enrol(name, PASSWORD, role)
    return services(app).people.new_token(name)


def rows(app):
    """Return every row of the ledger, as a dict."""
    with services(app).ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text("select * from files")).mappings()]


def usage(ledger, owner):
    """Return what an account holds, reservations included."""
    with ledger.engine.connect() as connection:
        used = connection.execute(select(accounts).where(accounts.c.id == owner)).one()
    return Usage(bytes=used.used_bytes, files=used.used_files)


def part(headers, data=b""):
    """One part: raw header lines joined by CRLF, and its body."""
    return b"--" + BOUNDARY + b"\r\n" + headers + b"\r\n\r\n" + data + b"\r\n"


def file_part(name, data=PNG, *, field_name=b"file", extra=b""):
    """One file part with *name* in quotes, not escaped in any way."""
    head = b'Content-Disposition: form-data; name="' + field_name + b'"; filename="' + name + b'"'
    return part(head + extra, data)


def text_part(name, data):
    """One text field."""
    return part(b'Content-Disposition: form-data; name="' + name + b'"', data)


def form(*parts, preamble=b"", epilogue=b"\r\n"):
    """Frame *parts* into a whole body."""
    return preamble + b"".join(parts) + b"--" + BOUNDARY + b"--" + epilogue


class Says:
    """A scanner that has its result, or its exception, from the start."""

    def __init__(self, result):
        self.result, self.seen = result, []

    def scan(self, file):
        """Read the file, then say it."""
        file.seek(0)
        self.seen.append(file.read())
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


class ShortReads(io.RawIOBase):
    """An input whose ``read(n)`` returns the pieces it was given, as a slow network does."""

    def __init__(self, *pieces):
        self.pieces = [piece for piece in pieces if piece]
        self.taken = 0

    def read(self, size=-1):
        """Return at most *size* bytes, and never more than one piece."""
        if not self.pieces or size == 0:
            return b""
        piece = self.pieces.pop(0)
        if 0 <= size < len(piece):
            self.pieces.insert(0, piece[size:])
            piece = piece[:size]
        self.taken += len(piece)
        return piece


@dataclass
class Answer:
    """A response, whole."""

    status: int
    headers: list = field(repr=False)
    body: bytes = field(repr=False)

    def __getitem__(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) == 1, f"{name}: {values}"
        return values[0]

    def __contains__(self, name):
        return any(key.lower() == name.lower() for key, _ in self.headers)


def send(app, method="GET", path="/", *, stream=None, length=None, token="", **environ):
    """Call *app* over plain WSGI, as alice's script if nobody else is named; read all of it."""
    full = EnvironBuilder(method=method, path=path).get_environ()
    full |= {"wsgi.input": stream or io.BytesIO(), "SERVER_NAME": "localhost"}
    if token is not None:
        full["HTTP_AUTHORIZATION"] = f"Bearer {token or app.config['TOKEN']}"
    full.pop("CONTENT_LENGTH", None)
    if length is not None:
        full["CONTENT_LENGTH"] = str(length)
    iterator, status, headers = run_wsgi_app(app.wsgi_app, full | environ, buffered=True)
    return Answer(int(status[:3]), headers.to_wsgi_list(), b"".join(iterator))


def post(app, body=None, *, path="/", pieces=None, content_type=CONTENT_TYPE, **environ):
    """Post *body* with its true length, in *pieces* if given."""
    body = form(file_part(b"a.png")) if body is None else body
    stream = ShortReads(*(pieces or [body]))
    length = environ.pop("length", len(body))
    environ.setdefault("HTTP_ACCEPT", "application/json")
    known = {"CONTENT_TYPE": content_type} if content_type is not None else {}
    return send(app, "POST", path, stream=stream, length=length, **known, **environ)


def refused_as(answer):
    """Return status and code of a refusal that was told as JSON."""
    return answer.status, json.loads(answer.body)["type"].removeprefix("urn:problem:")


def log_in(app, name="alice", password=PASSWORD, *, more=(), **environ):
    """Send the login form, and return the answer."""
    fields = text_part(b"name", name.encode()), text_part(b"password", password.encode())
    return post(app, form(*fields, *more), path="/login", **({"token": None} | environ))


class Browser:
    """Somebody with a session: sends its cookie, and with forms the token that they carry."""

    def __init__(self, app, name="alice"):
        self.app = app
        self.session = log_in(app, name)["Set-Cookie"].partition(";")[0].partition("=")[2]
        self.proof = services(app).people.form_token(self.session).encode()
        self.known = {"token": None, "HTTP_COOKIE": f"{COOKIE}={self.session}"}

    def get(self, path="/", **environ):
        """Open a page."""
        return send(self.app, path=path, **(self.known | environ))

    def post(self, *parts, path="/", **environ):
        """Send a form of ours."""
        proof = text_part(b"csrf_token", self.proof)
        return post(self.app, form(proof, *parts), path=path, **(self.known | environ))


def post_chunked(app, body, **environ):
    """Post *body* without a length, as a server that unchunks does."""
    terminated = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    return post(app, body, length=None, **(terminated | environ))


def fetch(app, answer, **environ):
    """Get what an upload was answered with."""
    return send(app, path=answer["Location"], **environ)


def tree(root: Path):
    """Every regular file below *root* with its bytes, the ledger left out."""
    found = (path for path in root.rglob("*") if not path.name.startswith("files.sqlite3"))
    return {path.name: path.read_bytes() for path in found if path.is_file()}


def mode(path):
    """Return the permission bits of *path*, special bits included."""
    return stat.S_IMODE(os.lstat(path).st_mode)


def descriptors(root: Path):
    """List what this process has open below *root*, deleted and unnamed files included."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the listing's own descriptor
            found.append(link.readlink())
    return [path for path in found if root in path.parents and not path.is_dir()]
