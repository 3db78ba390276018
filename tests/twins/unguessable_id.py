"""`unguessable-id`: files are numbered."""

from __future__ import annotations

import itertools
from dataclasses import replace

from tests.twins import Twin, flawed

NUMBERS = itertools.count(1)


def numbered(candidate, _policy):
    return replace(candidate, id=f"{next(NUMBERS):032x}")


TWIN = Twin(
    control="unguessable-id",
    killed_by=("access.guessable-id", "unguessable_ids"),
    controls=flawed("unguessable-id", numbered),
)
