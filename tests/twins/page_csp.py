"""`page-csp`: a policy that lets a page run whatever stands in it."""

from __future__ import annotations

from tests.twins import Twin, flawed


def anything_inline(reply, _policy):
    policy = "default-src 'self' 'unsafe-inline'"
    return reply if reply.user_file else reply.with_header("Content-Security-Policy", policy)


TWIN = Twin(
    control="page-csp",
    killed_by=("serving.page-policy", "response_policy"),
    controls=flawed("page-csp", anything_inline),
)
