"""Security events in the words of the OWASP logging vocabulary, one function each.

A line is one JSON object, the trace of an error included. Text appears only as a JSON string in
a field of its own, escaped to ASCII and cut short, so that it can neither forge a line nor drive
a terminal (CWE-117).
"""

from __future__ import annotations

import json
import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference_app.candidate import Candidate
    from reference_app.errors import Rejected

LONGEST = 255
LONGEST_TRACE = 8000

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
    """Record an error of ours, with its trace: the client is told nothing of it.

    Its message may repeat what a client sent; it stands last, so it is cut before the frames are.
    """
    _record(
        logging.ERROR,
        "sys_crash",
        kind=type(error).__name__,
        message="".join(traceback.format_exception_only(error)),
        trace="".join(traceback.format_exception(error)),
    )


def files_unknown(count: int) -> None:
    """Record that files lie in the store which no row knows: perhaps the ledger is another."""
    _record(logging.WARNING, "files_unknown", count=count, outcome="left")


def _record(level: int, event: str, **known: str | int) -> None:
    short = {name: _cut(name, value) for name, value in known.items()}
    log.log(level, "%s", json.dumps({"event": event, **short}))


def _cut(name: str, value: str | int) -> str | int:
    longest = LONGEST_TRACE if name == "trace" else LONGEST
    return value[:longest] if isinstance(value, str) else value
