"""What every request passes before any view runs, and before a byte of its body is read."""

import secrets
from dataclasses import replace

from reference_app import events, pipeline, values
from reference_app.controls.sessions import COOKIE
from reference_app.request import request
from reference_app.services import Services, current

BROWSER_SAYS = ("Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest")


def gate() -> None:
    """Judge where the request comes from, who asks, and, for a form, that it is ours.

    Raises:
        Rejected: from the first control that says no.
    """
    services, request_id = current(), secrets.token_hex(8)
    request.visit = _visit(services)
    events.bound_to(request_id, request.visit)
    services.judge(pipeline.Stage.ADDRESS, request.visit)
    request.visit = replace(request.visit, identity=_identity(services))
    events.bound_to(request_id, request.visit)
    services.judge(pipeline.Stage.VISIT, request.visit)
    if request.visit.changes_something and request.visit.endpoint:
        if request.blueprint == "api":
            request.prove()
        else:
            request.form  # noqa: B018 - reading the whole form is what judges it


def _visit(services: Services) -> values.Visit:
    host, headers = request.environ.get("HTTP_HOST", ""), request.headers
    return values.Visit(
        method=request.method,
        endpoint=request.endpoint or "",
        host=host,
        own_origin=f"{request.scheme}://{host}",
        source=request.remote_addr or "",
        browser={name: headers.get(name, "") for name in BROWSER_SAYS},
        count=services.meter.count,
    )


def _identity(services: Services) -> values.Identity | None:
    """Tell who asks: a token for scripts, or else a session."""
    if authorization := request.headers.get("Authorization"):
        scheme, _, token = authorization.partition(" ")
        return services.people.by_token(token) if scheme.lower() == "bearer" else None
    return services.people.by_session(request.cookies.get(COOKIE, ""))
