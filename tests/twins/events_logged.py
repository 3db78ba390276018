"""`events-logged`: refusals are answered and not written down."""

from __future__ import annotations

from reference_app import rendering, services
from reference_app.errors import Rejected
from reference_app.pipeline import Stage
from tests.twins import Twin


def worded(refusal):
    told = services.shared().judge(Stage.ERROR, refusal)
    return rendering._render(told.status, told.code, told.message)


def quietly(app):
    app.register_error_handler(Rejected, worded)


TWIN = Twin(
    control="events-logged",
    killed_by=("logging.missing-event", "refusal_logged"),
    spoil=quietly,
)
