"""The reviewer's page: what waits in quarantine, to be released or deleted. Never to be opened."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reference_app import events
from reference_app.services import current

review = Blueprint("review", __name__)


@review.get("/quarantine")
def quarantine() -> str:
    """List what waits."""
    services = current()
    waiting = services.ledger.quarantined(limit=services.policy.page_size)
    return render_template("quarantine.html", files=waiting)


@review.post("/quarantine/<file_id>/release")
def release(file_id: str) -> Response:
    """Let a file be served after all."""
    current().ledger.advance(file_id, was="quarantined", now="available")
    events.reviewed(file_id, "released")
    return redirect(url_for("review.quarantine"), 303)


@review.post("/quarantine/<file_id>/discard")
def discard(file_id: str) -> Response:
    """Delete a file for good."""
    services = current()
    if services.ledger.remove(file_id, services.store.remove, was=("quarantined",)):
        events.reviewed(file_id, "deleted")
    return redirect(url_for("review.quarantine"), 303)
