"""`redirect-allowlist`: a login leads wherever the link said."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="redirect-allowlist",
    killed_by=("access.open-redirect", "local_redirect"),
    controls=flawed("redirect-allowlist", accept),
)
