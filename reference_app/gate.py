"""What every request passes before any view runs, and before a byte of its body is read."""

import secrets
from dataclasses import replace

from reference_app import events
from reference_app.controls.sessions import COOKIE
from reference_app.pipeline import Stage
from reference_app.request import request
from reference_app.services import Services, current
from reference_app.values import Identity, Visit


def gate() -> None:
    """Judge where the request comes from, who asks, and, for a form, that it is ours.

    Raises:
        Rejected: from the first control that says no.
    """
    services, request_id = current(), secrets.token_hex(8)
    request.visit = _visit(services)
    events.bound_to(request_id, request.visit)
    services.judge(Stage.ADDRESS, request.visit)
    request.visit = replace(request.visit, identity=_identity(services))
    events.bound_to(request_id, request.visit)
    services.judge(Stage.VISIT, request.visit)
    if request.visit.changes_something and request.visit.endpoint:
        if request.blueprint == "api":
            request.prove()
        else:
            request.form  # noqa: B018 - reading the whole form is what judges it


def _visit(services: Services) -> Visit:
    host, headers = request.environ.get("HTTP_HOST", ""), request.headers
    return Visit(
        method=request.method,
        endpoint=request.endpoint or "",
        host=host,
        own_origin=f"{request.scheme}://{host}",
        source=request.remote_addr or "",
        origin=headers.get("Origin", ""),
        fetch_site=headers.get("Sec-Fetch-Site", ""),
        fetch_mode=headers.get("Sec-Fetch-Mode", ""),
        count=services.meter.count,
    )


def _identity(services: Services) -> Identity | None:
    """Tell who asks: a token for scripts, or else a session."""
    if authorization := request.headers.get("Authorization"):
        scheme, _, token = authorization.partition(" ")
        return services.people.by_token(token) if scheme.lower() == "bearer" else None
    return services.people.by_session(request.cookies.get(COOKIE, ""))
