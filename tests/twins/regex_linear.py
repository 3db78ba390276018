"""`regex-linear`: a pattern that tries every way to cut a name."""

from __future__ import annotations

import re

from reference_app.controls.reserved_names import reserved_names
from tests.twins import Twin, flawed

WORDS = re.compile(r"([^.]+\s?)+\.[a-z0-9]+\Z")


def word_by_word(candidate, policy):
    WORDS.match(candidate.name)
    return reserved_names(candidate, policy)


TWIN = Twin(
    control="regex-linear",
    killed_by=("cost.file-name", "linear_cost"),
    controls=flawed("reserved-names", word_by_word),
)
