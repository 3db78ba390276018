"""`field-contract`: a form may have any field, and the row takes what it says."""

from __future__ import annotations

import sqlalchemy as sa
from flask import request

from reference_app.controls.field_contract import field_contract
from reference_app.database import files
from reference_app.services import EXTENSION
from tests.twins import Twin, flawed


def any_field(candidate, policy):
    return candidate if candidate.raw_name is None else field_contract(candidate, policy)


def mass_assigned(app):
    @app.after_request
    def assign(answer):
        if "/files/" in str(answer.location) and (state := request.form.get("state")):
            named = files.c.id == str(answer.location)[-32:]
            with app.extensions[EXTENSION].ledger.engine.begin() as connection:
                connection.execute(sa.update(files).where(named).values(state=state))
        return answer


TWIN = Twin(
    control="field-contract",
    killed_by=("access.hidden-fields", "server_decides"),
    controls=flawed("field-contract", any_field),
    spoil=mass_assigned,
)
