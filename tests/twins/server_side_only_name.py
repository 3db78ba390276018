"""`server-side-only`: a script may say in the query under which name the file is kept."""

from __future__ import annotations

import secrets

from flask import request

from tests.twins import Twin


def named_by_the_page():
    return request.args.get("save_name") or secrets.token_hex(16)


TWIN = Twin(
    control="server-side-only",
    killed_by=("filename.named-elsewhere", "safe_name"),
    options={"new_key": named_by_the_page},
)
