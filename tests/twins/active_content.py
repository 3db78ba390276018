"""`active-content`: a drawing is a picture, and pictures are harmless."""

from __future__ import annotations

from reference_app.services import EXTENSION
from tests.twins import Twin


def drawings_too(app):
    policy = app.extensions[EXTENSION].policy
    object.__setattr__(policy, "accepted", {**policy.accepted, "svg": "text/plain"})


TWIN = Twin(
    control="active-content",
    killed_by=("content.active-document", "not_kept_as_sent"),
    spoil=drawings_too,
    also=frozenset({("extension.case-variant", "safe_name"), ("extension.markup", "safe_name")}),
)
