"""`download-limits`: every range that is asked for is sent, however often."""

from __future__ import annotations

from flask import request

from tests.twins import Twin


def every_range(app):
    @app.after_request
    def repeat(answer):
        if request.endpoint == "pages.download" and answer.status_code == 416:
            answer.status_code = 206
            answer.set_data(b"An honest line." * request.headers["Range"].count(","))
        return answer


TWIN = Twin(
    control="download-limits",
    killed_by=("serving.many-ranges", "bounded_ranges"),
    spoil=every_range,
)
