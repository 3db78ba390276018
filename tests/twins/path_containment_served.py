"""`path-containment`: a second route opens whatever its path names, joined to a folder."""

from __future__ import annotations

import os
from pathlib import Path

from flask import send_file

from tests.twins import Twin


def by_its_path(app):
    def opened(name):
        path = Path(os.path.normpath(f"/srv/uploads/{name}"))
        return send_file(path, as_attachment=True) if path.is_file() else ("", 404)

    app.add_url_rule("/files/<path:name>", "by_path", opened)


TWIN = Twin(
    control="path-containment",
    killed_by=("serving.climbing-path", "files_unread"),
    spoil=by_its_path,
)
