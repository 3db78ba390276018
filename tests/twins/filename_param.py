"""`filename-param`: the last name wins, plain, starred or in pieces."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote_to_bytes

from tests.twins import Twin, flawed


def last_name_wins(candidate, _policy):
    values = {each.name.partition("*")[0]: each.value for each in candidate.parameters}
    raw_name = values.get("filename")
    if raw_name is not None:
        raw_name = unquote_to_bytes(raw_name.rpartition(b"'")[2])
    return replace(candidate, field=values.get("name", b""), raw_name=raw_name)


TWIN = Twin(
    control="filename-param",
    killed_by=("multipart.starred-filename", "fails_closed"),
    controls=flawed("filename-param", last_name_wins),
    also=frozenset(
        {
            ("multipart.duplicate-filename", "fails_closed"),
            ("multipart.continued-filename", "fails_closed"),
            ("multipart.duplicate-disposition", "fails_closed"),
            ("multipart.parser-differential", "read_alike"),
        }
    ),
)
