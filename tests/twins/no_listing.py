"""`no-listing`: the folder of files has an index."""

from __future__ import annotations

from reference_app.services import EXTENSION
from tests.twins import Twin


def indexed(app):
    store = app.extensions[EXTENSION].store
    app.add_url_rule("/files/", "index", lambda: "<li>".join(sorted(store.keys())))


TWIN = Twin(
    control="no-listing",
    killed_by=("serving.sub-path", "nothing_listed"),
    spoil=indexed,
)
