"""`extension-parse`: the extension is looked for anywhere in the name."""

from __future__ import annotations

import re
from dataclasses import replace

from reference_app.errors import Malformed
from tests.twins import Twin, flawed


def unanchored(candidate, policy):
    match = re.search(r"\.(" + "|".join(policy.accepted) + ")", candidate.name.lower())
    if match is None:
        raise Malformed("The file name has no known suffix.", code="extension-parse")
    return replace(candidate, suffix=match[1])


TWIN = Twin(
    control="extension-parse",
    killed_by=("extension.double-extension", "safe_name"),
    controls=flawed("extension-parse", unanchored),
    also=frozenset({("extension.chain", "safe_name")}),
)
