"""`session-rotation`: the session that was there before the login goes on."""

from __future__ import annotations

import secrets

from tests.twins import Twin, flawed


def the_same(presented):
    return presented or secrets.token_urlsafe(32)


TWIN = Twin(
    control="session-rotation",
    killed_by=("session.fixation", "session_rotated"),
    controls=flawed("session-rotation", the_same),
)
