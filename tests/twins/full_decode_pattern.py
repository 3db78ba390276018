"""`full-decode`: before a file is read, a pattern looks for tags from each of its brackets on."""

from __future__ import annotations

import re

from reference_app.controls.whole_file import full_decode
from tests.twins import Twin, flawed

TAG = re.compile(rb"<[^>]*>")


def looked_through(examination, policy):
    examination.file.seek(0)
    TAG.findall(examination.file.read())
    return full_decode(examination, policy)


TWIN = Twin(
    control="full-decode",
    killed_by=("cost.file-content", "linear_cost"),
    controls=flawed("full-decode", looked_through),
)
