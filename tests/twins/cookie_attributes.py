"""`cookie-attributes`: a cookie as frameworks set it."""

from __future__ import annotations

from tests.twins import Twin, flawed


def bare(_name):
    return {"path": "/"}


TWIN = Twin(
    control="cookie-attributes",
    killed_by=("session.cookie-attributes", "cookie_attributes"),
    controls=flawed("cookie-attributes", bare),
)
