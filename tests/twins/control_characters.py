"""`control-characters`: the classic control codes only; what turns the reading passes."""

from __future__ import annotations

from unicodedata import category

from reference_app.errors import Malformed
from tests.twins import Twin, flawed


def ascii_only(candidate, _policy):
    if any(category(char) == "Cc" for char in candidate.name):
        raise Malformed("The file name holds a control code.", code="control-characters")
    return candidate


TWIN = Twin(
    control="control-characters",
    killed_by=("filename.control-character", "safe_name"),
    controls=flawed("control-characters", ascii_only),
)
