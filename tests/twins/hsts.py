"""`hsts`: HTTPS is promised for a day.

A request comes over HTTPS if a proxy in front says so; the app is told to believe one.
"""

from __future__ import annotations

from tests.twins import Rig, Twin, flawed


def for_a_day(reply, _policy):
    return (
        reply.with_header("Strict-Transport-Security", "max-age=86400") if reply.secure else reply
    )


RIG = Rig(settings={"proxy_hops": 1})

TWIN = Twin(
    control="hsts",
    killed_by=("serving.page-policy", "response_policy"),
    controls=flawed("hsts", for_a_day),
    rig=RIG,
)
