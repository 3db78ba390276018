"""Security events in the words of the OWASP logging vocabulary, one function each.

A line is one JSON object. Client text appears only as a JSON string in a field of its own,
escaped to ASCII and cut short, so that it can neither forge a line nor drive a terminal
(CWE-117).
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference_app.candidate import Candidate
    from reference_app.errors import Rejected

log = logging.getLogger("reference_app.events")


def upload_stored(candidate: Candidate) -> None:
    """Record a published upload."""
    _record(
        logging.INFO,
        "upload_stored",
        file_id=candidate.id,
        key=candidate.key,
        size=candidate.size,
        sha256=candidate.sha256,
        display_name=candidate.name,
        outcome="accepted",
    )


def input_validation_fail(refusal: Rejected) -> None:
    """Record a refusal, by the control that gave it."""
    _record(
        logging.WARNING,
        "input_validation_fail",
        control=refusal.code,
        http_status=refusal.status,
        outcome="refused",
    )


def sys_crash(error: Exception) -> None:
    """Record an error of ours, with its trace: the client is told nothing of it."""
    log.error(json.dumps({"event": "sys_crash", "kind": type(error).__name__}), exc_info=error)


def _record(level: int, event: str, **known: str | int) -> None:
    log.log(level, json.dumps({"event": event, **known}))
