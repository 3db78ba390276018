"""An app that refuses every upload with 400: on it a run has tested nothing, and must say so.

| effect | by hand | what is seen |
|---|---|---|
| none: nothing is ever stored | any POST, `a.txt` among them | 400, the folder stays empty |

Not to be claimed: that any control held here. A wall also stops attacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, abort, request

from attacks.targets.wsgi import WsgiTarget

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html>
<title>Upload a file</title>
<form method=post enctype=multipart/form-data>
  <input type=file name=file>
  <input type=submit value=Upload>
</form>
"""


def upload() -> str:
    """Show the form; refuse whatever is posted."""
    if request.method == "POST":
        abort(400)
    return PAGE


def create_app(folder: Path) -> Flask:
    """Build the app; the folder is made and never written to."""
    folder.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__)
    app.add_url_rule("/", view_func=upload, methods=["GET", "POST"])
    return app


target = WsgiTarget("refuses_everything", build=create_app)
