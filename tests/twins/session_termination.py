"""`session-termination`: a logout takes the cookie, and the session lives on."""

from __future__ import annotations

from tests.twins import Twin, flawed


def lives_on(_connection, _sessions, _digest):
    return None


TWIN = Twin(
    control="session-termination",
    killed_by=("session.after-logout", "session_ended"),
    controls=flawed("session-termination", lives_on),
    also=frozenset({("session.fixation", "session_rotated")}),
)
