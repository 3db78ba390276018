"""`method-allowlist`: a link deletes."""

from __future__ import annotations

from tests.twins import Twin


def deletes_by_get(app):
    delete = app.view_functions["pages.delete"]
    app.add_url_rule("/files/<file_id>/delete", "by_get", delete, methods=["GET"])


TWIN = Twin(
    control="method-allowlist",
    killed_by=("access.method", "untouched"),
    spoil=deletes_by_get,
)
