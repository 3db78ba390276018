"""`last-resort-handler`: an error that nobody foresaw is left to the server.

The app has none that could be provoked, so the twin has one too: a number that is no number.
"""

from __future__ import annotations

from flask import request

from tests.twins import Twin


def left_to_the_server(app):
    view = app.view_functions["pages.form"]
    app.config["PROPAGATE_EXCEPTIONS"] = True
    del app.error_handler_spec[None][None][Exception]
    app.view_functions["pages.form"] = lambda feature: (
        int(request.args.get("page", "1")) and view(feature)
    )


TWIN = Twin(
    control="last-resort-handler",
    killed_by=("errors.crash", "composed_failure"),
    spoil=left_to_the_server,
    also=frozenset(
        {
            ("errors.crash", "no_server_error"),
            ("injection.sql-name", "literal_values"),
            ("injection.sql-name", "no_server_error"),
        }
    ),
)
