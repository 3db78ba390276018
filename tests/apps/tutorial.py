"""The upload pattern of the Flask documentation, served by a view.

A check of the client's own name against a list of extensions, `secure_filename`, `save` into one
folder, a redirect to the file. Names stand as they are on the wire and the field is `file`; *one
byte too many* is pallets/werkzeug issue 3285. True of Flask 3.1.3, Werkzeug 3.1.9, Linux.

What the suite must find here:

| attack | effect | by hand | what is seen |
|---|---|---|---|
| cost.file-name | an upload was answered 500 | 500 on an over-long name: `%25` again and again, `.txt` | 500, nothing stored |
| cost.file-name | processor time grows faster than the request | a name costs the square of its marks: `a`, U+0315 U+0300 again and again, `.txt` | 16 times the time for 4 times the length |
| extension.chain | an active inner extension was kept | active inner extension kept: `x.pHp.txt` | stored as `x.pHp.txt` |
| extension.chain | a leading hyphen or space was kept | leading dash kept: `-rf.txt` | stored as `-rf.txt` |
| extension.double-extension | an active inner extension was kept | active inner extension kept: `x.php.txt` | stored as `x.php.txt` |
| extension.null-cut | an active inner extension was kept | control character dropped: `a.php`NUL`.txt` | stored as `a.php.txt` |
| extension.stripping | an active inner extension was kept | active inner extension kept: `x.p`U+200B`hp.txt` | stored as `x.php.txt` |
| extension.trailing-character | an active inner extension was kept | active inner extension kept: `x.php:.txt`, `x.php;.txt` | stored as `x.php.txt` |
| extension.unicode-fold | an active inner extension was kept | active inner extension kept: `x．php.txt` | stored as `x.php.txt` |
| filename.application-code | the client's name is in the path on disk | stored under the client's name: `requirements.txt` | `requirements.txt` in the folder |
| filename.over-long-name | an upload was answered 500 | 500 on an over-long name: 252 × `a` + `.txt` (251 are stored) | 500, nothing stored |
| filename.over-long-name | an upload was answered 500 | 500 on a name that grows: 83 × `㎯` + `.txt`, 253 bytes | 500; each `㎯` becomes `rads2` |
| filename.reserved-name | a reserved device name was kept | device name kept: `CON.txt`; `COM¹.txt` becomes `COM1.txt` | stored under a device's name |
| filename.reserved-name | a leading hyphen or space was kept | leading dash kept: `-rf.txt` | stored as `-rf.txt` |
| filename.server-configuration | an active inner extension was kept | control character dropped: `a.php`NUL`.txt` | stored as `a.php.txt` |
| filename.server-configuration | a server configuration name was kept | configuration name kept: `robots.txt` | stored as `robots.txt` |
| framing.content-coding | a broken request was answered as a success | packed body loses the file: the form, deflated | 302, file lost |
| framing.content-coding | a broken request was stored | content coding is ignored: `Content-Encoding: gzip` over a plain form | stored |
| multipart.boundary | a broken request was answered as a success | malformed body answered as success: `boundary=` missing or another | 302, file lost |
| multipart.boundary | a broken request was stored | last of two boundaries wins: `boundary=zz; boundary=b` | the parts between `--b` are stored |
| multipart.chunk-edge | more bytes came back than were sent | one byte too many: body of 65,539 bytes (3 modulo 65,536) | one CR is added to the file |
| multipart.continued-filename | a broken request was stored | continued filename is joined: `filename*0="c1."; filename*1="txt"` | stored as `c1.txt` |
| multipart.cut-independence | a form was stored with other bytes in one cutting only | a read that ends in the closing dashes adds a byte: `--b-` and `-` arrive apart | one CR is added to the file |
| multipart.duplicate-disposition | a broken request was answered as a success | last of two field names wins: `name="file"; name="note"` | 302, file lost |
| multipart.duplicate-disposition | a broken request was stored | second Content-Disposition is ignored: first `a.txt`, second `b.png` | stored as `a.txt` |
| multipart.duplicate-filename | a broken request was stored | last of two filenames wins: `filename="a.php"; filename="b.txt"` | stored as `b.txt` |
| multipart.header-tricks | a broken request was answered as a success | part without a disposition is dropped: only `X-Note: x` | 302, file lost |
| multipart.header-tricks | a broken request was stored | header line without a colon is skipped: `=` | stored as `a.txt` |
| multipart.hidden-part | fewer bytes came back than were sent | bare line feed makes a boundary: `first`LF`--b--`LF`last` in the file | `first` stored |
| multipart.line-ends | a broken request was answered as a success | mixed line ends lose the form: LF for CRLF, one CR before the data | 302, file lost |
| multipart.line-ends | a broken request was stored | bare line feeds end lines: the whole body with LF for CRLF | stored |
| multipart.not-multipart | a broken request was answered as a success | malformed body answered as success: `text/plain`, `multipart/mixed` | 302, file lost |
| multipart.not-multipart | a broken request was stored | second Content-Type is ignored: `multipart/form-data; boundary=b,text/plain` | stored |
| multipart.parser-differential | another parser finds another name in a stored request | starred filename wins: `filename="a.txt"; filename*=UTF-8''b.png` | stored as `b.png`; `a.txt` to `email` |
| multipart.parser-differential | another parser finds more files in a stored request | part behind the end is not seen: `--b--` and then a whole form | `a.txt` stored; Django and Tornado read on |
| multipart.parser-differential | another parser finds no such file in a stored request | bare line feeds end lines: the whole body with LF for CRLF | stored; Django finds nothing |
| multipart.parser-differential | another parser finds other bytes in a stored request | header line without a colon is skipped: `=` | stored as `a.txt`; to `email` the line is data |
| multipart.quoting | a broken request was answered as a success | open quote loses the form: `filename="a.txt` | 302, file lost |
| multipart.quoting | a broken request was stored | unquoted name is cut: `filename=a.txt b.php`; `filename=a.txt;.php` | stored as `a.txt` |
| multipart.second-file | a broken request was answered as a success | file that is sent as a text is lost: no file name | 302, file lost |
| multipart.starred-filename | a broken request was stored | starred filename wins: `filename="a.txt"; filename*=UTF-8''b.png` | stored as `b.png` |
| multipart.truncated | a broken request was answered as a success | malformed body answered as success: no end; cut | 302, file lost |
| size.declared-length | a broken request was answered as a success | length below the body loses the file: ten bytes less declared | 302, file lost |
| size.declared-length | a broken request was stored | length above the body is believed: one byte more, on a server that ends the stream | stored |
| storage.client-named | the client's name is in the path on disk | stored under the client's name: `a.txt` | `a.txt` in the folder and in the URL |
| storage.collapsing-names | different names became one file | different names collapse into one: `文.txt`, `.txt`; `a b.txt`, `a_b.txt` | one file |
| storage.file-mode | a stored file is not private | readable by everyone: any file, umask 022 | mode 0644 |
| storage.overwrite | a second upload replaced the first | overwrite by the same name: `a.txt` with `1`, then with `2` | one file, `2`; 302 both times |
| storage.race | an upload that was taken is not there | overwrite by the same name: the same, both at one moment | one file; 302 both times |
| storage.race, by chance | an upload that was taken at the same moment as others was replaced | overwrite by the same name: sixteen at one moment | one file, of the bytes of several |
| content.active-document | a file that must be refused was kept as it was sent | content comes back as sent: `a.png` that is an SVG with a handler | stored and served as `image/png` |
| content.broken-structure | a file that must be refused was kept as it was sent | content comes back as sent: `a.jpg` of a signature alone | stored and served |
| content.document-actions | a file that must be refused was kept as it was sent | content comes back as sent: `a.pdf` that starts a program | stored and served |
| content.embedded-canary | what was hidden in a file came back | content comes back as sent: `a.gif` with a script behind its end | the script is served too |
| content.empty-file | a broken request was answered as a success | nothing chosen is answered as success: `filename=""` | 302 to the form, nothing stored |
| content.empty-file | a broken request was stored | content comes back as sent: `a.txt` of no bytes | stored, empty |
| content.frame-flood | an upload over the limit was stored | content comes back as sent: `a.gif` of 10,000 frames | stored: there is no limit |
| content.malware-test-file | known malware was served | content comes back as sent: `a.txt` that is the EICAR test file | served: there is no scanner |
| content.personal-metadata | personal metadata came back | content comes back as sent: `a.jpg` with a comment that tells a place | the comment is served too |
| content.pixel-flood | an upload over the limit was stored | content comes back as sent: `a.gif` of 50,000 by 50,000 pixels | stored: there is no limit |
| content.polyglot | what was hidden in a file came back | content comes back as sent: `a.gif` with a script behind its end | the script is served too |
| content.scanner-limits | known malware was served | content comes back as sent: the EICAR test file and 128 KiB behind it | served: there is no scanner |
| content.text-encoding | a file that must be refused was kept as it was sent | content comes back as sent: `a.txt` with byte 0xE9 | stored and served |
| content.trailing-data | a file that must be refused was kept as it was sent | content comes back as sent: `a.gif` with a script behind its end | stored and served |
| content.type-mismatch | a file that must be refused was kept as it was sent | content comes back as sent: `a.gif` that is a text | stored and served as `image/gif` |
| serving.page-policy | a page can be framed by other sites | page without a policy: `GET /` | no `frame-ancestors` |
| serving.page-policy | a page may use devices that it does not need | page without a policy: the same | no Permissions-Policy |
| serving.page-policy | a page runs script that gets into it | page without a policy: the same | no Content-Security-Policy |
| serving.page-policy | a page shares its window with other sites | page without a policy: the same | no Cross-Origin-Opener-Policy |
| serving.page-policy | a page tells other sites its address | page without a policy: the same | no Referrer-Policy |
| serving.page-policy | an answer can be embedded by other sites | page without a policy: the same | no Cross-Origin-Resource-Policy |
| serving.planted-link | a link in the store is followed | symbolic link is followed: a link to a file outside, put in the place of the stored one | 200 and the outer file's bytes |
| serving.rendered-inline | a stored file is not served as a download | served inline and unguarded: `a.txt` with `<script>` | `Content-Disposition: inline` |
| serving.rendered-inline | a stored file is served without a sandbox | served inline and unguarded: the same | no Content-Security-Policy |
| serving.tampered-at-rest | a damaged file is served | damage on disk is served: other bytes written over the stored ones | 200 and the other bytes |
| serving.type-by-name | the content type can be sniffed | served inline and unguarded: the same | no `nosniff` |
| serving.type-confusion | the content type can be sniffed | served inline and unguarded: the same | no `nosniff` |

What is also so, and the suite does not look for yet:

| effect | by hand | what is seen |
|---|---|---|
| the extension vanishes | `.txt` | stored as `txt`, served as `application/octet-stream` |
| undecodable name loses the form | byte 0xE9, `.txt` (Latin-1) | 302 to the form, file lost |
| control character dropped | `a`CRLF` b.txt` | `a_b.txt` |
| 413 at exactly the limit | 16,000,000 bytes, chunked | 413; 302 if declared or one less |
| cross-site upload taken | `Origin: http://evil.example` | 302, stored |
| refusal leads to a foreign host | `Host: evil.example`, no file | 302 to `http://evil.example/` |

Of what lies in the folder by other means, for no upload can put it there:

| effect | by hand | what is seen |
|---|---|---|
| dotfile is served | `.env` put into the folder, `GET /uploads/.env` | 200 and its bytes |
| symbolic link is written through | `l.txt` to a path outside, `l.txt` sent | 302, made there |
| 500 on the name of a folder | a folder `d.txt`, `d.txt` sent | 500 |

Seen too, and lawful; a report may mention them and must not call them faults:

| effect | by hand | what is seen |
|---|---|---|
| lying part length is ignored | `Content-Length: 1` in a part of 5 bytes | 5 bytes stored |
| transfer encoding is ignored | `Content-Transfer-Encoding: base64` and `MTIz` | `MTIz` stored |
| second file of a field is dropped | two parts `file`: `a.txt`, `b.txt` | `a.txt` stored |
| preamble and epilogue are skipped | `junk` before the first and after the last boundary | stored |
| folded part header is unfolded | `name="file";` CRLF SP `filename="a.txt"` | stored |

Not to be claimed. No traversal: `../../etc/passwd.txt` is stored as `etc_passwd.txt`, and nothing
outside the folder is touched. No other extension: `x.php`, `x．php` and `a.txt:evil` are refused,
with 200 and the form. No limit is passed: one byte over is 413, declared or chunked, and leaves
nothing. No header is split, and a 500 shows neither path nor traceback. A `<script>` in `a.txt` is
inline `text/plain`; that is a missing guard, not a page that runs. A body shorter than declared is
400 here, where the server does not set `wsgi.input_terminated`, and a redirect where it does.
"""  # noqa: E501 - a row of a table is one line

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app, flash, redirect, request, send_from_directory, url_for
from werkzeug.utils import secure_filename

from attacks.model import Limits
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

ALLOWED_EXTENSIONS = {"txt", "pdf", "png", "jpg", "jpeg", "gif"}
MAX_CONTENT_LENGTH = 16 * 1000 * 1000
PAGE = """<!doctype html>
<title>Upload a file</title>
<h1>Upload a file</h1>
<form method=post enctype=multipart/form-data>
  <input type=file name=file>
  <input type=submit value=Upload>
</form>
"""


def allowed_file(filename: str) -> bool:
    """Tell whether the client's own name ends in an accepted extension."""
    return "." in filename and filename.rsplit(".", 1)[1].lower() in ALLOWED_EXTENSIONS


def upload_file() -> Response | str:
    """Show the form; store a posted file under its secured name and lead to it."""
    if request.method == "POST":
        if "file" not in request.files:
            flash("No file part")
            return redirect(request.url)
        file = request.files["file"]
        if file.filename == "":
            flash("No selected file")
            return redirect(request.url)
        if file and allowed_file(file.filename):
            filename = secure_filename(file.filename)
            file.save(Path(current_app.config["UPLOAD_FOLDER"]) / filename)
            return redirect(url_for("download_file", name=filename))
    return PAGE


def download_file(name: str) -> Response:
    """Serve one stored file."""
    return send_from_directory(current_app.config["UPLOAD_FOLDER"], name)


def form_app(folder: Path) -> Flask:
    """Build the upload half, which both ways of serving share."""
    folder.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__)
    app.secret_key = secrets.token_hex()
    app.config.update(UPLOAD_FOLDER=folder, MAX_CONTENT_LENGTH=MAX_CONTENT_LENGTH)
    app.add_url_rule("/", view_func=upload_file, methods=["GET", "POST"])
    return app


def create_app(folder: Path) -> Flask:
    """Build the app with a view that serves what it stored."""
    app = form_app(folder)
    app.add_url_rule("/uploads/<name>", view_func=download_file)
    return app


target = WsgiTarget(
    "tutorial",
    build=create_app,
    hints=Hints(limits=Limits(body=MAX_CONTENT_LENGTH, parts=1000, field=500_000)),
)
