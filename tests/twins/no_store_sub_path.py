"""`no-store`: whatever follows the address of a file is taken for a part of it."""

from __future__ import annotations

from tests.twins import Twin


def loosely_routed(app):
    download = app.view_functions["pages.download"]
    app.add_url_rule(
        "/files/<file_id>/<path:more>", "loose", lambda file_id, **_: download(file_id)
    )


TWIN = Twin(
    control="no-store",
    killed_by=("serving.sub-path", "nothing_listed"),
    spoil=loosely_routed,
)
