"""`log-privacy`: a hook logs the headers of each request."""

from __future__ import annotations

from flask import request

from reference_app import events
from tests.twins import Twin


def with_headers(app):
    @app.after_request
    def log(answer):
        events.log.info("headers %s", dict(request.headers))
        return answer


TWIN = Twin(
    control="log-privacy",
    killed_by=("logging.secrets", "no_secret_logged"),
    spoil=with_headers,
)
