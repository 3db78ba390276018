"""`login-throttle`: a wrong name is answered otherwise than a wrong password."""

from __future__ import annotations

import sqlalchemy as sa
from flask import request

from reference_app.database import accounts
from reference_app.errors import Unidentified
from reference_app.services import EXTENSION
from tests.twins import Twin


def says_who_is_known(app):
    @app.before_request
    def tell():
        if request.endpoint == "pages.authenticate":
            wanted = sa.select(accounts.c.id).where(accounts.c.name == request.form["name"])
            with app.extensions[EXTENSION].ledger.engine.connect() as connection:
                if connection.execute(wanted).first() is None:
                    raise Unidentified("There is no such account.", code="login-throttle")


TWIN = Twin(
    control="login-throttle",
    killed_by=("session.name-told", "denial_uniform"),
    spoil=says_who_is_known,
)
