r"""A WSGI app with a form parser of its own, which cuts the body at every boundary.

What happens to a file is done with care besides: its name is the server's, it is private and
served as a download. Nobody looks at what is in it, at its page or at the disk. What the suite
must find here:

| attack | effect | by hand | what is seen |
|---|---|---|---|
| access.method | an unknown method was answered with success | any method gets the page: `TRACE /` | 200 |
| framing.content-coding | a broken request was stored | other headers are not read: `Content-Encoding: gzip` over a plain form | stored |
| multipart.boundary | fewer bytes came back than were sent | data that looks like a boundary cuts: `one --b two` in the file | `one ` stored |
| multipart.boundary | more bytes came back than were sent | all that follows the equals sign is the boundary: `boundary=b; boundary=+b` | `x`, CRLF and `--b--` stored |
| multipart.boundary | a broken request was stored | all that follows the equals sign is the boundary: the same | stored |
| multipart.continued-filename | a broken request was stored | other parameters are not read: `filename="a.txt"; filename*0="b.txt"` | stored |
| multipart.duplicate-disposition | a broken request was stored | other parameters are not read: `name*0="file"` | stored |
| multipart.duplicate-filename | a broken request was stored | other parameters are not read: `filename=""; filename="b.txt"` | stored |
| multipart.header-tricks | a broken request was stored | other parameters are not read: NUL between two of them | stored |
| multipart.hidden-part | fewer bytes came back than were sent | data that looks like a boundary cuts: `first`LF`--b--`LF`last` in the file | `first`LF stored |
| multipart.junk-around | more bytes came back than were sent | a part behind the end is taken: `--b--` and then a whole part | the late one stored |
| multipart.line-ends | a broken request was stored | a head without an end is read: the whole body with LF for CRLF | stored, empty |
| multipart.not-multipart | a broken request was answered as a success | any method gets the page: `PUT /` | 200, nothing stored |
| multipart.not-multipart | a broken request was stored | anything that has a boundary is read: `multipart/mixed; boundary=b` | stored |
| multipart.parser-differential | another parser finds another name in a stored request | other parameters are not read: `filename="a.txt"; filename*0="b.txt"` | stored; `b.txt` to Werkzeug |
| multipart.parser-differential | another parser finds more files in a stored request | a part behind the end is taken: `--b--` and then a whole part | the late one stored; two files to Django |
| multipart.parser-differential | another parser finds no such file in a stored request | a body that breaks off is taken: no closing boundary | stored as it is; Django finds nothing |
| multipart.parser-differential | another parser finds other bytes in a stored request | data that looks like a boundary cuts: `first`LF`--b--`LF`last` in the file | `first`LF stored; the whole to `multipart` |
| multipart.quoting | a broken request was stored | other parameters are not read: `filename="a.txt"x` | stored |
| multipart.starred-filename | a broken request was stored | other parameters are not read: `filename*=b.txt` | stored |
| multipart.truncated | a broken request was stored | a body that breaks off is taken: no closing boundary | stored as it is |
| size.declared-length | a broken request was stored | a body that breaks off is taken: ten bytes less declared | stored as it is |
| content.empty-file | a broken request was stored | content comes back as sent: `a.txt` of no bytes | stored, empty |
| content.malware-test-file | known malware was served | content comes back as sent: `a.txt` that is the EICAR test file | served: there is no scanner |
| content.scanner-limits | known malware was served | content comes back as sent: the EICAR test file and 128 KiB behind it | served: there is no scanner |
| content.text-encoding | a file that must be refused was kept as it was sent | content comes back as sent: `a.txt` with byte 0xE9 | stored and served |
| serving.page-policy | a page can be framed by other sites | page without a policy: `GET /` | no `frame-ancestors` |
| serving.page-policy | a page may use devices that it does not need | page without a policy: the same | no Permissions-Policy |
| serving.page-policy | a page runs script that gets into it | page without a policy: the same | no Content-Security-Policy |
| serving.page-policy | a page shares its window with other sites | page without a policy: the same | no Cross-Origin-Opener-Policy |
| serving.page-policy | a page tells other sites its address | page without a policy: the same | no Referrer-Policy |
| serving.page-policy | an answer can be embedded by other sites | page without a policy: the same | no Cross-Origin-Resource-Policy |
| serving.planted-link | a link in the store is followed | symbolic link is followed: a link to a file outside, put in the place of the stored one | 200 and the outer file's bytes |
| serving.tampered-at-rest | a damaged file is served | damage on disk is served: other bytes written over the stored ones | 200 and the other bytes |
"""  # noqa: E501 - a row of a table is one line

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from attacks.targets.wsgi import WsgiTarget

PAGE = b"<form method=post enctype=multipart/form-data><input type=file name=file></form>"
HEADERS = [
    ("Content-Type", "application/octet-stream"),
    ("Content-Disposition", 'attachment; filename="download.txt"'),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
]


def create_app(folder: Path) -> Callable[..., Iterable[bytes]]:
    """Build the app around *folder*."""
    folder.mkdir(mode=0o700)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        stored = re.fullmatch(r"/files/([0-9a-f]{32})", environ["PATH_INFO"])
        if stored and (folder / stored[1]).exists():
            start_response("200 OK", HEADERS)
            return [(folder / stored[1]).read_bytes()]
        if environ["REQUEST_METHOD"] == "POST":
            return _upload(environ, start_response, folder)
        start_response("200 OK", [("Content-Type", "text/html")])
        return [PAGE]

    return app


def _upload(
    environ: dict[str, Any], start_response: Callable[..., Any], folder: Path
) -> Iterable[bytes]:
    content = _file(environ.get("CONTENT_TYPE", ""), environ["wsgi.input"].read())
    if content is None:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"no file"]
    key = secrets.token_hex(16)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    with os.fdopen(os.open(folder / key, flags, 0o600), "wb") as file:
        file.write(content)
    start_response("303 See Other", [("Location", f"/files/{key}")])
    return []


def _file(content_type: str, body: bytes) -> bytes | None:
    """Return the last text file of *body*, cut out with `split`."""
    boundary = content_type.partition("boundary=")[2].strip('"').encode("latin-1")
    found = None
    for part in body.split(b"--" + boundary) if boundary else []:
        head, _, content = part.partition(b"\r\n\r\n")
        if re.search(rb'filename="[^"/\\\x00-\x1f]+\.txt"', head):
            found = content.removesuffix(b"\r\n")
    return found


target = WsgiTarget("naive_parser", build=create_app)
