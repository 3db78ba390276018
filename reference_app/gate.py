"""What every request passes before any view runs, and before a byte of its body is read."""

import secrets
from dataclasses import replace
from typing import cast

from flask import Flask, request

from reference_app import events
from reference_app.controls.sessions import COOKIE
from reference_app.pipeline import Stage
from reference_app.request import FORM_TOKEN, UploadRequest, prove
from reference_app.services import Services, current
from reference_app.visit import Identity, Visit

BEARER = "bearer "


def install(app: Flask) -> None:
    """Ask the gate first."""
    app.before_request(gate)


def gate() -> None:
    """Judge where the request comes from, who asks, and, for a form, that it is ours.

    Raises:
        Rejected: from the first control that says no.
    """
    services, asked = current(), cast("UploadRequest", request)
    asked.visit, request_id = _visit(services), secrets.token_hex(8)
    events.bound_to(request_id, asked.visit)
    services.judge(Stage.ADDRESS, asked.visit)
    asked.visit = replace(asked.visit, identity=_identity(services))
    events.bound_to(request_id, asked.visit)
    services.judge(Stage.VISIT, asked.visit)
    if asked.visit.changes_something and asked.visit.endpoint:
        if asked.blueprint == "api":
            prove(services, asked.visit.identity, asked.headers.get(FORM_TOKEN, ""))
        else:
            asked.form  # noqa: B018 - reading the whole form is what judges it


def _visit(services: Services) -> Visit:
    headers = request.headers
    return Visit(
        method=request.method,
        endpoint=request.endpoint or "",
        host=request.environ.get("HTTP_HOST", ""),
        own_origin=f"{request.scheme}://{request.environ.get('HTTP_HOST', '')}",
        source=request.remote_addr or "",
        origin=headers.get("Origin", ""),
        fetch_site=headers.get("Sec-Fetch-Site", ""),
        fetch_mode=headers.get("Sec-Fetch-Mode", ""),
        count=services.meter.count,
    )


def _identity(services: Services) -> Identity | None:
    """Tell who asks: a token for scripts, or else a session."""
    authorization = request.headers.get("Authorization", "")
    if authorization:
        scheme, token = authorization[: len(BEARER)], authorization[len(BEARER) :]
        return services.people.by_token(token) if scheme.lower() == BEARER else None
    return services.people.by_session(request.cookies.get(COOKIE, ""))
