"""The one renderer of errors: a page for people, RFC 9457 problem details for programs."""

import json
from http import HTTPStatus
from typing import cast

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from reference_app import errors, events, pipeline, services


def install(app: Flask) -> None:
    """Let every exception end here."""
    app.register_error_handler(Exception, _answered)
    app.register_error_handler(errors.Rejected, _answered)
    app.register_error_handler(HTTPException, _routing)


def wants_json() -> bool:
    """Tell whether the client would rather read JSON than HTML."""
    offered = ["text/html", "application/json", "application/problem+json"]
    return request.accept_mimetypes.best_match(offered, "text/html") != "text/html"


def _answered(error: Exception) -> Response:
    """Answer with what the controls let a client know; a person may log in and come back.

    A refusal is logged by its control, an error of ours whole.
    """
    if not isinstance(error, errors.Rejected):
        events.sys_crash(error)
    elif not isinstance(error, errors.NotServed) or isinstance(error, errors.Foreign):
        events.refused(error)
    opened = request.method == "GET" and request.blueprint != "api" and not wants_json()
    if isinstance(error, errors.Unidentified) and opened:
        return redirect(url_for("pages.login", next=request.path), 303)
    answer = cast("errors.Rejected", services.shared().judge(pipeline.Stage.ERROR, error))
    response = _render(answer.status, answer.code, answer.message)
    if isinstance(error, errors.TooMany):
        response.headers["Retry-After"] = "60"
    return response


def _routing(error: HTTPException) -> Response:
    """Word Werkzeug's own answers ourselves; keep the headers that the status demands."""
    status = HTTPStatus(error.code or 500)
    response = _render(status, status.phrase.lower().replace(" ", "-"), f"{status.phrase}.")
    kept = (each for each in error.get_headers() if each[0] in {"Allow", "Content-Range"})
    response.headers.extend(kept)
    return response


def _render(status: int, code: str, message: str) -> Response:
    title = HTTPStatus(status).phrase
    if wants_json():
        told = {"type": f"urn:problem:{code}", "title": title, "status": status, "detail": message}
        return Response(json.dumps(told), status, content_type="application/problem+json")
    page = render_template("error.html", status=status, title=title, message=message)
    return Response(page, status, content_type="text/html; charset=utf-8")
