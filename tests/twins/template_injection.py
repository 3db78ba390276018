"""`template-injection`: a page is put together and then rendered."""

from __future__ import annotations

from flask import render_template_string

from tests.twins import Twin


def rendered_twice(app):
    view = app.view_functions["pages.form"]
    app.view_functions["pages.form"] = lambda feature: render_template_string(view(feature))


TWIN = Twin(
    control="template-injection",
    killed_by=("injection.template-name", "unevaluated_names"),
    spoil=rendered_twice,
)
