"""HTTP in, HTTP out. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from reference_app import events
from reference_app.errors import Malformed
from reference_app.headers import CONTENT_PREFIX
from reference_app.publication import publish
from reference_app.rendering import wants_json
from reference_app.request import FIELD, UploadRequest
from reference_app.services import current
from reference_app.serving import serve

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from reference_app.candidate import Candidate
    from reference_app.storage.sink import Sink

pages = Blueprint("pages", __name__)


@pages.get("/")
def form() -> str:
    """Show the form, with the limits that will be applied."""
    return render_template("form.html", field=FIELD, policy=current().policy)


@pages.post("/")
def upload() -> Response:
    """Take one file and send the client on to it."""
    selected = request.files.get(FIELD)
    if selected is None:
        return _nothing("No file part")
    if not selected.filename:
        return _nothing("No selected file")
    candidate = cast("UploadRequest", request).candidate
    stored = publish(candidate, cast("Sink", selected.stream), current())
    events.upload_stored(stored)
    return _created(stored)


@pages.get(f"{CONTENT_PREFIX}<file_id>")
def download(file_id: str) -> Response:
    """Send a stored file."""
    return serve(file_id, request, current())


def _nothing(message: str) -> Response:
    if wants_json():
        raise Malformed(f"{message}; send one file in the field {FIELD!r}.", code="one-file")
    flash(message)
    return redirect(url_for("pages.form"), 303)


def _created(stored: Candidate) -> Response:
    url = url_for("pages.download", file_id=stored.id)
    if not wants_json():
        return redirect(url, 303)
    known = {each: getattr(stored, each) for each in ("id", "size", "sha256", "name")}
    response = jsonify(url=url, **known)
    response.status_code = 201
    response.headers["Location"] = url
    return response
