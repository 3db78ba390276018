"""`response-minimal`: the facts about a file are its whole row."""

from __future__ import annotations

from dataclasses import asdict

from flask import jsonify

from reference_app.services import EXTENSION
from tests.twins import Twin


def whole_row(app):
    def describe(file_id):
        stored = app.extensions[EXTENSION].ledger.find(file_id)
        return jsonify(asdict(stored)) if stored else ({}, 404)

    app.view_functions["api.describe"] = describe


TWIN = Twin(
    control="response-minimal",
    killed_by=("serving.told-too-much", "minimal_answers"),
    spoil=whole_row,
)
