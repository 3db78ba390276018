"""`document-macros`: a PDF may do what it likes."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="document-macros",
    killed_by=("content.document-actions", "not_kept_as_sent"),
    controls=flawed("document-macros", accept),
)
