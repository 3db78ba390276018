"""The attacks that prove nothing on the reference app as a target, and what the run says of each.

By id: words of the reason. A run that proves less than this has lost something on the way.
"""

from __future__ import annotations

from collections.abc import Mapping

RIGGED: Mapping[str, str] = dict.fromkeys(
    (
        "access.quota",
        "access.quota-bytes",
        "access.quota-race",
        "access.rate",
        "serving.download-rate",
        "serving.foreign-host",
        "session.guessing",
    ),
    "too little is known of the target",
)
"""They need a low limit, or a second host, that this target has not; their twins' rigs have it."""

SOCKET_ONLY: Mapping[str, str] = dict.fromkeys(
    (
        "framing.arrival",
        "framing.body-as-request",
        "framing.chunked-body",
        "framing.expectation",
        "framing.two-lengths",
        "size.invalid-length",
    ),
    "needs socket",
)
"""A server finds the end of a body, and in this process there is none."""

IN_PROCESS_ONLY: Mapping[str, str] = dict.fromkeys(
    (
        "cost.file-content",
        "cost.file-name",
        "cost.form-body",
        "cost.known-bombs",
        "cost.part-header",
        "cost.request-header",
        "cost.urlencoded-form",
        "storage.broken-off",
    ),
    "nobody could measure what it cost",
)
"""What another process needs, while nobody says which, cannot be seen from here."""
