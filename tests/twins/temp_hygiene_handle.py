"""`temp-hygiene`: each form opens something that nobody closes before the process ends."""

from __future__ import annotations

import select

from flask import request

from tests.twins import Twin


def never_closed(app):
    app.watchers = []

    @app.teardown_request
    def watch(_error):
        app.watchers += [select.epoll()] if request.method == "POST" else []


TWIN = Twin(
    control="temp-hygiene",
    killed_by=("storage.broken-off", "no_descriptor_leak"),
    spoil=never_closed,
)
