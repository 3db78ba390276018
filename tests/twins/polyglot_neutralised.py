"""`polyglot-neutralised`: a picture that can be read is kept as it was sent."""

from __future__ import annotations

from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="polyglot-neutralised",
    killed_by=("content.embedded-canary", "hidden_is_gone"),
    controls=flawed("polyglot-neutralised", accept),
    also=frozenset(
        {
            ("content.broken-structure", "not_kept_as_sent"),  # what only a decoder finds
            ("content.personal-metadata", "hidden_is_gone"),
            ("content.polyglot", "hidden_is_gone"),
        }
    ),
)
