"""`cors-closed`: what a hook allows every origin is not taken back."""

from __future__ import annotations

from flask import request

from tests.twins import Rig, Twin, accept, flawed


def allow_whoever_asks(app):
    @app.after_request
    def allow(answer):
        answer.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
        answer.headers["Access-Control-Allow-Credentials"] = "true"
        return answer


TWIN = Twin(
    control="cors-closed",
    killed_by=("serving.cross-origin-read", "closed_to_other_origins"),
    controls=flawed("cors-closed", accept),
    rig=Rig(prepare=allow_whoever_asks),
)
