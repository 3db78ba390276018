"""`events-logged`: refusals are answered and not written down."""

from __future__ import annotations

from reference_app import rendering
from reference_app.errors import Rejected
from tests.twins import Twin


def quietly(app):
    app.register_error_handler(Rejected, rendering._worded)


TWIN = Twin(
    control="events-logged",
    killed_by=("logging.missing-event", "refusal_logged"),
    spoil=quietly,
)
