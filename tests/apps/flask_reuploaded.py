"""The same page on Flask-Reuploaded 1.6.0, by a careful user of it.

An `UploadSet` with the tutorial's extensions, `UploadNotAllowed` caught, a limit on the body, the
extension's own serving (`UPLOADS_AUTOSERVE`). The field is `file`, and *one byte too many* is
pallets/werkzeug issue 3285. True of Flask 3.1.3, Werkzeug 3.1.9, Linux.

What the suite must find here, but for what it finds by chance:

| attack | effect | by hand | what is seen |
|---|---|---|---|
| access.hostile-host | an answer holds a host that the client made up | success leads to a foreign host: `Host: evil.example`, `a.txt` | 302 to `evil.example/…` |
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
| framing.content-coding | a broken request was stored | content coding is ignored: `Content-Encoding: gzip` over a plain form | stored |
| multipart.boundary | a broken request was stored | last of two boundaries wins: `boundary=zz; boundary=b` | the parts between `--b` are stored |
| multipart.chunk-edge | more bytes came back than were sent | one byte too many: body of 65,539 bytes (3 modulo 65,536) | one CR is added to the file |
| multipart.continued-filename | a broken request was stored | continued filename is joined: `filename*0="c1."; filename*1="txt"` | stored as `c1.txt` |
| multipart.cut-independence | a form was stored with other bytes in one cutting only | a read that ends in the closing dashes adds a byte: `--b-` and `-` arrive apart | one CR is added to the file |
| multipart.duplicate-disposition | a broken request was stored | second Content-Disposition is ignored: first `a.txt`, second `b.png` | stored as `a.txt` |
| multipart.duplicate-filename | a broken request was stored | last of two filenames wins: `filename="a.php"; filename="b.txt"` | stored as `b.txt` |
| multipart.header-tricks | a broken request was stored | header line without a colon is skipped: `=` | stored as `a.txt` |
| multipart.hidden-part | fewer bytes came back than were sent | bare line feed makes a boundary: `first`LF`--b--`LF`last` in the file | `first` stored |
| multipart.line-ends | a broken request was stored | bare line feeds end lines: the whole body with LF for CRLF | stored |
| multipart.not-multipart | a broken request was stored | second Content-Type is ignored: `multipart/form-data; boundary=b,text/plain` | stored |
| multipart.parser-differential | another parser finds another name in a stored request | starred filename wins: `filename="a.txt"; filename*=UTF-8''b.png` | stored as `b.png`; `a.txt` to `email` |
| multipart.parser-differential | another parser finds more files in a stored request | part behind the end is not seen: `--b--` and then a whole form | `a.txt` stored; Django and Tornado read on |
| multipart.parser-differential | another parser finds no such file in a stored request | bare line feeds end lines: the whole body with LF for CRLF | stored; Django finds nothing |
| multipart.parser-differential | another parser finds other bytes in a stored request | header line without a colon is skipped: `=` | stored as `a.txt`; to `email` the line is data |
| multipart.quoting | a broken request was stored | unquoted name is cut: `filename=a.txt b.php`; `filename=a.txt;.php` | stored as `a.txt` |
| multipart.starred-filename | a broken request was stored | starred filename wins: `filename="a.txt"; filename*=UTF-8''b.png` | stored as `b.png` |
| size.declared-length | a broken request was stored | length above the body is believed: one byte more, on a server that ends the stream | stored |
| storage.client-named | the client's name is in the path on disk | stored under the client's name: `a.txt` | `a.txt` in the folder and in the URL |
| storage.file-mode | a stored file is not private | readable by everyone: any file, umask 022 | mode 0644 |
| storage.race, by chance | an upload that was taken is not there | two requests share a free name: `a.txt` while another `a.txt` is about to be written | one file; 302 both times |
| content.active-document | a file that must be refused was kept as it was sent | content comes back as sent: `a.png` that is an SVG with a handler | stored and served as `image/png` |
| content.broken-structure | a file that must be refused was kept as it was sent | content comes back as sent: `a.jpg` of a signature alone | stored and served |
| content.document-actions | a file that must be refused was kept as it was sent | content comes back as sent: `a.pdf` that starts a program | stored and served |
| content.embedded-canary | what was hidden in a file came back | content comes back as sent: `a.gif` with a script behind its end | the script is served too |
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
| serving.sub-path | a file is served under a path that is not its own | slash behind the path is dropped: `a.txt/` | 200 and the file |
| serving.tampered-at-rest | a damaged file is served | damage on disk is served: other bytes written over the stored ones | 200 and the other bytes |
| serving.type-by-name | the content type can be sniffed | served inline and unguarded: the same | no `nosniff` |
| serving.type-confusion | the content type can be sniffed | served inline and unguarded: the same | no `nosniff` |

A redirect to the form with a message is how this app says no. So what answers like this and stores
nothing is no finding, though a visitor may not see that the file was lost.

What is also so, and the suite does not look for yet:

| effect | by hand | what is seen |
|---|---|---|
| undecodable name loses the form | byte 0xE9, `.txt` (Latin-1) | 302 to the form, file lost |
| control character dropped | `a`CRLF` b.txt` | `a_b.txt` |
| 413 at exactly the limit | 16,000,000 bytes, chunked | 413; 302 if declared or one less |
| cross-site upload taken | `Origin: http://evil.example` | 302, stored |
| refusal leads to a foreign host | `Host: evil.example`, no file | 302 to `http://evil.example/` |
| malformed body answered as success | no end; cut; another boundary | 302, file lost |

Of what lies in the folder by other means, for no upload can put it there:

| effect | by hand | what is seen |
|---|---|---|
| dotfile is served | `.env` put into the folder, `GET /_uploads/files/.env` | 200 and its bytes |
| subfolder is served | `sub/x.txt` put there; `sub/../a.txt` too | 200 and its bytes |
| 500 on a dangling link | `l.txt` to nothing outside, `l.txt` sent | 500, nothing made |

Seen too, and lawful: what the second table of `tests.apps.tutorial` says.

Not to be claimed. No overwrite and no collapse, one request after another: the second `a.txt`,
and `../a.txt`, become `a_1.txt` (the test for a free name and the write are two steps, so
concurrent uploads may still lose one). No vanishing extension: the *secured* name is checked, so
`.txt` and `文.txt` are refused, and `a．txt` and `a.txt.` are rightly taken as `a.txt`. No
traversal, no other extension, no limit passed, no header split, nothing disclosed, as on
`tests.apps.tutorial`; a refusal is a redirect and a message.
"""  # noqa: E501 - a row of a table is one line

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import Flask, flash, redirect, render_template_string, request
from flask_uploads import UploadNotAllowed, UploadSet, configure_uploads

from attacks.model import Limits
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.wrappers import Response

MAX_CONTENT_LENGTH = 16 * 1000 * 1000
PAGE = """<!doctype html>
<title>Upload a file</title>
<ul>{% for message in get_flashed_messages() %}<li>{{ message }}</li>{% endfor %}</ul>
<form method=post enctype=multipart/form-data>
  <input type=file name=file>
  <input type=submit value=Upload>
</form>
"""

uploads = UploadSet("files", ("txt", "pdf", "png", "jpg", "jpeg", "gif"))


def upload() -> Response | str:
    """Show the form; let the extension store a posted file and lead to it."""
    if request.method == "POST":
        if "file" not in request.files:
            flash("No file part")
            return redirect(request.url)
        try:
            name = uploads.save(request.files["file"])
        except UploadNotAllowed:
            flash("This type of file is not accepted")
            return redirect(request.url)
        return redirect(uploads.url(name))
    return render_template_string(PAGE)


def create_app(folder: Path) -> Flask:
    """Build the app; the extension serves what it stored (`UPLOADS_AUTOSERVE`)."""
    folder.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__)
    app.secret_key = secrets.token_hex()
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_CONTENT_LENGTH,
        UPLOADED_FILES_DEST=str(folder),
        UPLOADS_AUTOSERVE=True,
    )
    configure_uploads(app, uploads)
    app.add_url_rule("/", view_func=upload, methods=["GET", "POST"])
    return app


target = WsgiTarget(
    "flask_reuploaded",
    build=create_app,
    hints=Hints(limits=Limits(body=MAX_CONTENT_LENGTH, parts=1000, field=500_000)),
)
