"""`signature-matches-extension`: it is enough that the bytes are of some accepted type."""

from __future__ import annotations

from dataclasses import replace

from reference_app.errors import Unprocessable
from reference_app.formats import SIGNATURES
from tests.twins import Twin, flawed


def any_of_ours(candidate, policy):
    for media_type in sorted(set(policy.accepted.values())):  # text, which has none, comes last
        if SIGNATURES[media_type](candidate.head):
            return replace(candidate, media_type=media_type)
    raise Unprocessable("No such type.", code="signature-matches-extension")


TWIN = Twin(
    control="signature-matches-extension",
    killed_by=("content.type-mismatch", "not_kept_as_sent"),
    controls=flawed("signature-matches-extension", any_of_ours),
)
