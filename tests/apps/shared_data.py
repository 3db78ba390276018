"""The upload pattern of the Flask documentation, served by `SharedDataMiddleware`.

The intake is that of `tests.apps.tutorial`: every row there but those of `serving` holds here too,
and so does all that must not be claimed there. What the suite must find here besides:

| attack | effect | by hand | what is seen |
|---|---|---|---|
| serving.page-policy | a page can be framed by other sites | page without a policy: `GET /` | no `frame-ancestors` |
| serving.page-policy | a page may use devices that it does not need | page without a policy: the same | no Permissions-Policy |
| serving.page-policy | a page runs script that gets into it | page without a policy: the same | no Content-Security-Policy |
| serving.page-policy | a page shares its window with other sites | page without a policy: the same | no Cross-Origin-Opener-Policy |
| serving.page-policy | a page tells other sites its address | page without a policy: the same | no Referrer-Policy |
| serving.page-policy | an answer can be embedded by other sites | page without a policy: the same | no Cross-Origin-Resource-Policy |
| serving.planted-link | a link in the store is followed | symbolic link is followed: a link to a file outside, put in the place of the stored one | 200 and the outer file's bytes |
| serving.rendered-inline | a stored file is not served as a download | served unguarded: `a.txt` with `<script>` | no Content-Disposition |
| serving.rendered-inline | a stored file is served without a sandbox | served unguarded: the same | no Content-Security-Policy |
| serving.sub-path | a file is served under a path that is not its own | slash behind the path is dropped: `a.txt/` | 200 and the file |
| serving.tampered-at-rest | a damaged file is served | damage on disk is served: other bytes written over the stored ones | 200 and the other bytes |
| serving.type-by-name | the content type can be sniffed | served unguarded: the same | no `nosniff` |
| serving.type-confusion | the content type can be sniffed | served unguarded: the same | no `nosniff` |

What is also so, and the suite does not look for yet:

| effect | by hand | what is seen |
|---|---|---|
| cached in public | any file | `Cache-Control: max-age=43200, public` |
| headers of the app are missing | `after_request` adds nosniff | on the form, not on the file |
| any method gets the file | `POST`, `PUT`, `DELETE` of its URL | 200 and the file, which stays |
| HEAD has a body | `HEAD` of its URL, at the WSGI level | 200 and the file's bytes |

Of what lies in the folder by other means, for no upload can put it there:

| effect | by hand | what is seen |
|---|---|---|
| dotfile is served | `.env` put into the folder, `GET /uploads/.env` | 200 and its bytes |
| subfolder is served | `sub/x.txt` put there; `sub/../a.txt` too | 200 and its bytes |

Seen too, and lawful:

| effect | by hand | what is seen |
|---|---|---|
| Range is ignored | `Range: bytes=0-3` | 200 and the whole file |

Not to be claimed: traversal by URL; `/uploads/../x` and `/uploads/sub/../../x` are 404. The
middleware never deletes or writes, whatever the method.
"""  # noqa: E501 - a row of a table is one line

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.middleware.shared_data import SharedDataMiddleware

from attacks.model import Limits
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget
from tests.apps.tutorial import MAX_CONTENT_LENGTH, form_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


def create_app(folder: Path) -> Flask:
    """Build the app with a rule that only makes URLs and a middleware that answers them."""
    app = form_app(folder)
    app.add_url_rule("/uploads/<name>", endpoint="download_file", build_only=True)
    app.wsgi_app = SharedDataMiddleware(app.wsgi_app, {"/uploads": str(folder)})
    return app


target = WsgiTarget(
    "shared_data",
    build=create_app,
    hints=Hints(limits=Limits(body=MAX_CONTENT_LENGTH, parts=1000, field=500_000)),
)
