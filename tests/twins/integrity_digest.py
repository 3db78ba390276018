"""`integrity-digest`: a file is served unread."""

from __future__ import annotations

from tests.twins import Twin, flawed


def unread(_file, _sha256):
    return None


TWIN = Twin(
    control="integrity-digest",
    killed_by=("serving.tampered-at-rest", "served_as_stored"),
    controls=flawed("integrity-digest", unread),
)
