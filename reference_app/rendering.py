"""The one renderer of errors: a page for people, RFC 9457 problem details for programs."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from flask import Response, render_template, request
from werkzeug.exceptions import HTTPException

from reference_app import events
from reference_app.pipeline import Stage
from reference_app.services import current

if TYPE_CHECKING:
    from flask import Flask

    from reference_app.errors import Refusal

KEPT = frozenset({"allow", "content-range"})


def install(app: Flask) -> None:
    """Let every exception end here."""
    app.register_error_handler(Exception, _unexpected)
    app.register_error_handler(HTTPException, _routing)


def wants_json() -> bool:
    """Tell whether the client would rather read JSON than HTML."""
    offered = ["text/html", "application/json", "application/problem+json"]
    return request.accept_mimetypes.best_match(offered, "text/html") != "text/html"


def _unexpected(error: Exception) -> Response:
    refusal = _worded(error)
    if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        events.sys_crash(error)
    else:
        events.input_validation_fail(refusal)
    return _render(refusal.status, refusal.code, refusal.message)


def _worded(error: Exception) -> Refusal:
    """Have the controls say what the client may learn."""
    return cast("Refusal", current().judge(Stage.ERROR, error))


def _routing(error: HTTPException) -> Response:
    """Word Werkzeug's own answers ourselves; keep the headers that the status demands."""
    status = HTTPStatus(error.code or 500)
    response = _render(status, status.phrase.lower().replace(" ", "-"), f"{status.phrase}.")
    for name, value in error.get_headers():
        if name.lower() in KEPT:
            response.headers[name] = value
    return response


def _render(status: int, code: str, message: str) -> Response:
    title = HTTPStatus(status).phrase
    if wants_json():
        problem = {
            "type": f"urn:problem:{code}",
            "title": title,
            "status": status,
            "detail": message,
        }
        return Response(json.dumps(problem), status, content_type="application/problem+json")
    page = render_template("error.html", status=status, title=title, message=message)
    return Response(page, status, content_type="text/html; charset=utf-8")
