"""`login-throttle`: attempts are not counted."""

from __future__ import annotations

from tests.twins import Rig, Twin, flawed


def uncounted(_visit, _policy, _name):
    return None


RIG = Rig(settings={"logins_per_minute": 8}, limits={"logins_per_minute": 8})

TWIN = Twin(
    control="login-throttle",
    killed_by=("session.guessing", "login_throttled"),
    controls=flawed("login-throttle", uncounted),
    rig=RIG,
)
