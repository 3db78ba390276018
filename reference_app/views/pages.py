"""The pages of an uploader: the form, the own files, and each of them as a download."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from reference_app import events
from reference_app.errors import Malformed, NotServed, Rejected
from reference_app.pipeline import Stage
from reference_app.rendering import wants_json
from reference_app.request import FIELD, Outcome, request
from reference_app.services import Services, current
from reference_app.serving import serve
from reference_app.values import Candidate, Stored

pages = Blueprint("pages", __name__)

DESCRIBED = ("id", "name", "media_type", "size", "sha256", "created", "expires", "state")
EXPORTED = ("id", "name", "media_type", "size", "sha256", "state")
TICKET_SECONDS = 60
LAST_PAGE = 1_000_000  # not every database counts as far as a client can


@pages.get("/", defaults={"feature": ""})
@pages.get("/to/<feature>")
def form(feature: str) -> str:
    """Show the form, with the limits that will be applied, and the own files."""
    files, page, more = own_files()
    known = {"field": FIELD, "feature": feature, "policy": current().policy}
    return render_template("form.html", **known, files=files, page=page, more=more)


@pages.post("/", defaults={"feature": ""})
@pages.post("/to/<feature>")
def upload(feature: str) -> Response:  # noqa: ARG001 - `current` has asked for it
    """Take the files of the form and send the client on to them."""
    if not request.outcomes:
        raise Malformed("Select a file first; there is none in the form.", code="empty-upload")
    if current().policy.max_files == 1:
        return created(request.outcomes[0])
    tried = [_tried(outcome) for outcome in request.outcomes]
    refused = [each["status"] for each in tried if "status" in each]
    return _told(201 if len(refused) < len(tried) else refused[0], {"files": tried}, tried)


@pages.get("/files/<file_id>")
def download(file_id: str) -> Response:
    """Send a stored file, or send the browser for it to where nobody is logged in."""
    services = current()
    stored = services.served_to(request.account, file_id)
    if not services.policy.content_host:
        return serve(stored)
    path = url_for("pages.content", ticket=_tickets(services).dumps(stored.id))
    return redirect(f"{request.scheme}://{services.policy.content_host}{path}", 303)


@pages.get("/content/<ticket>")
def content(ticket: str) -> Response:
    """Send the file that a ticket is for."""
    services = current()
    with suppress(BadData):
        file_id = _tickets(services).loads(ticket, max_age=TICKET_SECONDS)
        if stored := services.ledger.find(file_id):
            return serve(stored)
    raise NotServed("There is no such file.", code="not-found")


@pages.post("/files/<file_id>/delete")
def delete(file_id: str) -> Response:
    """Delete an own file."""
    discard(file_id)
    return redirect(url_for("pages.form"), 303)


@pages.get("/files.csv")
def export() -> Response:
    """List the own files as CSV."""
    services = current()
    mine = services.ledger.listing(request.account.id, limit=services.policy.quota_files)
    rows = [EXPORTED, *([str(getattr(each, name)) for name in EXPORTED] for each in mine)]
    lines = (",".join(services.judge(Stage.CELL, cell) for cell in row) for row in rows)
    headers = {"Content-Disposition": 'attachment; filename="files.csv"'}
    return Response("\r\n".join(lines) + "\r\n", headers=headers, mimetype="text/csv")


def own_files() -> tuple[list[Stored], int, bool]:
    """Return a page of the own files, its number, and whether there are more."""
    services = current()
    page, size = request.args.get("page", 1, int), services.policy.page_size
    page = min(max(page, 1), LAST_PAGE)
    mine = services.ledger.listing(request.account.id, limit=size + 1, offset=(page - 1) * size)
    return mine[:size], page, len(mine) > size


def discard(file_id: str) -> None:
    """Delete a file of the one who asks, whether it is served or waits for a reviewer."""
    services = current()
    stored = services.ledger.find(file_id, states=("quarantined",))
    if stored is None or stored.owner != request.account.id:
        stored = services.served_to(request.account, file_id)
    if services.ledger.remove(stored.id, services.store.remove) is None:
        raise NotServed("There is no such file.", code="not-found")
    events.upload_delete(stored.id)


def publish(outcome: Outcome) -> Candidate:
    """Judge the content of a file and publish it.

    Raises:
        Rejected: the file was, or is, refused.
    """
    if isinstance(outcome, Rejected):
        raise outcome
    stored = outcome.publish()
    events.upload_stored(stored)
    return stored


def described(stored: Candidate | Stored) -> dict[str, Any]:
    """Return what a client may know of a file: nothing of where and how it is kept."""
    url = url_for("pages.download", file_id=stored.id)
    return {"url": url, **{name: getattr(stored, name) for name in DESCRIBED}}


def created(outcome: Outcome) -> Response:
    """Publish a file, and answer with where it is now, or that it waits for a reviewer."""
    stored = publish(outcome)
    known, served = described(stored), stored.state == "available"
    if served and request.blueprint == "pages" and not wants_json():
        return redirect(known["url"], 303)
    response = _told(201 if served else 202, known, [known])
    response.headers["Location"] = known["url"]
    return response


def _tried(outcome: Outcome) -> dict[str, Any]:
    """Return what became of one file of several."""
    try:
        return described(publish(outcome))
    except Rejected as error:
        events.refused(error)
        return {"status": error.status, "code": error.code, "detail": error.message}


def _told(status: int, known: dict[str, Any], outcomes: list[dict[str, Any]]) -> Response:
    if wants_json() or request.blueprint == "api":
        return make_response(jsonify(known), status)
    return make_response(render_template("outcomes.html", outcomes=outcomes), status)


def _tickets(services: Services) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(services.secret, salt="content-ticket")
