"""The pages: logging in, the form, the own files and their downloads, and the reviewer's page.

What waits in quarantine can be released or deleted there, and never be opened.
"""

from contextlib import suppress
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from reference_app import errors, events, pipeline, rendering, serving, values
from reference_app.controls.sessions import COOKIE
from reference_app.request import FIELD, Outcome, request
from reference_app.services import Services, current

pages = Blueprint("pages", __name__)

DESCRIBED = ("id", "name", "media_type", "size", "sha256", "created", "expires", "state")
TICKET_SECONDS = 60


@pages.get("/", defaults={"feature": ""})
@pages.get("/to/<feature>")
def form(feature: str) -> str:
    """Show the form, with the limits that will be applied, and the own files."""
    known = {"field": FIELD, "feature": feature, "policy": current().policy}
    return render_template("form.html", **known, **own_files())


@pages.post("/", defaults={"feature": ""})
@pages.post("/to/<feature>")
def upload(feature: str) -> Response:  # noqa: ARG001 - `current` has asked for it
    """Take the files of the form and send the client on to them."""
    if not request.outcomes:
        raise errors.Malformed("Select a file first; the form has none.", code="empty-upload")
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
        return serving.serve(stored)
    path = url_for("pages.content", ticket=_tickets(services).dumps(stored.id))
    return redirect(f"{request.scheme}://{services.policy.content_host}{path}", 303)


@pages.get("/content/<ticket>")
def content(ticket: str) -> Response:
    """Send the file that a ticket is for."""
    services = current()
    with suppress(BadData):
        file_id = _tickets(services).loads(ticket, max_age=TICKET_SECONDS)
        if stored := services.ledger.find(file_id):
            return serving.serve(stored)
    raise errors.NotServed("There is no such file.", code="not-found")


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
    rows = [DESCRIBED, *([str(getattr(each, name)) for name in DESCRIBED] for each in mine)]
    lines = (",".join(services.judge(pipeline.Stage.CELL, cell) for cell in row) for row in rows)
    headers = {"Content-Disposition": 'attachment; filename="files.csv"'}
    return Response("\r\n".join(lines) + "\r\n", headers=headers, mimetype="text/csv")


@pages.get("/login")
def login() -> str:
    """Show the login form."""
    return render_template("login.html", next=request.args.get("next", "/"))


@pages.post("/login")
def authenticate() -> Response:
    """Open a session and go where the client wanted to go, if that is here."""
    services = current()
    name = request.form.get("name", "")
    services.step(pipeline.Stage.SESSION, "login-throttle")(request.visit, services.policy, name)
    presented = request.cookies.get(COOKIE, "")
    token = services.people.log_in(name, request.form.get("password", ""), presented)
    events.record("authn_login_success", outcome="accepted")
    return _sent(services.judge(pipeline.Stage.REDIRECT, request.form.get("next", "/")), token)


@pages.post("/logout")
def logout() -> Response:
    """End the session, here and in the browser."""
    current().people.log_out(request.cookies.get(COOKIE, ""))
    return _sent(url_for("pages.login"), "", max_age=0)


@pages.get("/quarantine")
def quarantine() -> str:
    """List what waits."""
    services = current()
    waiting = services.ledger.quarantined(limit=services.policy.page_size)
    return render_template("quarantine.html", files=waiting)


@pages.post("/quarantine/<file_id>/release")
def release(file_id: str) -> Response:
    """Let a file be served after all."""
    current().ledger.advance(file_id, was="quarantined", now="available")
    events.record("upload_review", "warning", file_id=file_id, outcome="released")
    return redirect(url_for("pages.quarantine"), 303)


@pages.post("/quarantine/<file_id>/discard")
def refuse(file_id: str) -> Response:
    """Delete a file for good."""
    services = current()
    if services.ledger.remove(file_id, services.store.remove, was=("quarantined",)):
        events.record("upload_review", "warning", file_id=file_id, outcome="deleted")
    return redirect(url_for("pages.quarantine"), 303)


def own_files() -> dict[str, Any]:
    """Return a page of the own files, its number, and whether there are more."""
    services = current()
    page, size = max(request.args.get("page", 1, int), 1), services.policy.page_size
    mine = services.ledger.listing(request.account.id, limit=size + 1, offset=(page - 1) * size)
    return {"files": mine[:size], "page": page, "more": len(mine) > size}


def discard(file_id: str) -> None:
    """Delete a file of the one who asks, whether it is served or waits for a reviewer."""
    services = current()
    stored = services.ledger.find(file_id, states=("quarantined",))
    if stored is None or stored.owner != request.account.id:
        stored = services.served_to(request.account, file_id)
    if services.ledger.remove(stored.id, services.store.remove) is None:
        raise errors.NotServed("There is no such file.", code="not-found")
    events.record("upload_delete", file_id=stored.id, outcome="deleted")


def publish(outcome: Outcome) -> values.Candidate:
    """Judge the content of a file and publish it.

    Raises:
        Rejected: the file was, or is, refused.
    """
    if isinstance(outcome, errors.Rejected):
        raise outcome
    stored = outcome.publish()
    events.upload_stored(stored)
    return stored


def described(stored: values.Stored) -> dict[str, Any]:
    """Return what a client may know of a file: nothing of where and how it is kept."""
    url = url_for("pages.download", file_id=stored.id)
    return {"url": url, **{name: getattr(stored, name) for name in DESCRIBED}}


def created(outcome: Outcome) -> Response:
    """Publish a file, and answer with where it is now, or that it waits for a reviewer."""
    stored = publish(outcome)
    known, served = described(stored), stored.state == "available"
    if served and request.blueprint == "pages" and not rendering.wants_json():
        return redirect(known["url"], 303)
    response = _told(201 if served else 202, known, [known])
    response.headers["Location"] = known["url"]
    return response


def _tried(outcome: Outcome) -> dict[str, Any]:
    """Return what became of one file of several."""
    try:
        return described(publish(outcome))
    except errors.Rejected as error:
        events.refused(error)
        return {"status": error.status, "code": error.code, "detail": error.message}


def _told(status: int, known: dict[str, Any], outcomes: list[dict[str, Any]]) -> Response:
    if rendering.wants_json() or request.blueprint == "api":
        return make_response(jsonify(known), status)
    return make_response(render_template("outcomes.html", outcomes=outcomes), status)


def _tickets(services: Services) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(services.secret, salt="content-ticket")


def _sent(target: str, token: str, **more: Any) -> Response:
    """Send the client on, with a cookie."""
    response = redirect(target, 303)
    attributes = current().step(pipeline.Stage.SESSION, "cookie-attributes")(COOKIE)
    response.set_cookie(COOKIE, token, **attributes, **more)
    return response
