"""`atomic-publish`: a file lies in a folder that is served, until it is known to be broken."""

from __future__ import annotations

import time
from operator import methodcaller

from flask import request

from reference_app.controls.whole_file import full_decode
from tests.twins import Twin, flawed

FOLDER = {}


def served_meanwhile(examination, policy):
    examination.file.seek(0)
    FOLDER[examination.candidate.name] = examination.file.read()
    time.sleep(0.05)
    try:
        return full_decode(examination, policy)
    finally:
        FOLDER.clear()


serve = methodcaller("before_request", lambda: FOLDER.get(request.path.rpartition("/")[2]))

TWIN = Twin(
    control="atomic-publish",
    killed_by=("storage.saved-then-checked", "hidden_until_checked"),
    controls=flawed("full-decode", served_meanwhile),
    spoil=serve,
)
