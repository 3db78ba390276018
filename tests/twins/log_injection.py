"""`log-injection`: a hook logs what was asked for, as text."""

from __future__ import annotations

from flask import request

from reference_app import events
from tests.twins import Twin


def in_plain_text(app):
    @app.after_request
    def log(answer):
        events.log.info("%s asked for %s", request.remote_addr, request.path)
        return answer


TWIN = Twin(
    control="log-injection",
    killed_by=("logging.forged-line", "one_event_per_line"),
    spoil=in_plain_text,
)
