"""`content-csp-sandbox`: a sandbox with both doors open."""

from __future__ import annotations

from tests.twins import Twin, flawed

OPEN = "default-src 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin"


def open_sandbox(reply, _policy):
    return reply.with_header("Content-Security-Policy", OPEN) if reply.user_file else reply


TWIN = Twin(
    control="content-csp-sandbox",
    killed_by=("serving.rendered-inline", "inert_when_served"),
    controls=flawed("content-csp-sandbox", open_sandbox),
)
