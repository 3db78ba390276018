"""Security events in the words of the OWASP logging vocabulary, one JSON line each.

Who, what, when, where and how it ended; the request's own fields are bound by ``gate``. Text
appears only as a JSON string in a field of its own, escaped to ASCII and cut short, so that it
can neither forge a line nor drive a terminal (CWE-117). No session, token, password or path of
the server is ever a field (CWE-532). A sink that fails changes no answer.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog

from reference_app.errors import Rejected
from reference_app.values import Candidate, Visit

LONGEST = {"trace": 8000}
"""How much of a text is kept, where it is more than 255 characters."""

log = logging.getLogger("reference_app.events")


def _cut(_logger: Any, _method: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
    texts = {name: value for name, value in event.items() if isinstance(value, str)}
    return {**event, **{name: value[: LONGEST.get(name, 255)] for name, value in texts.items()}}


_events = structlog.wrap_logger(
    log,
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="datetime"),
        _cut,
        structlog.processors.JSONRenderer(serializer=json.dumps),
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def bound_to(request_id: str, visit: Visit) -> None:
    """Let every event of this request say who asks for what, and from where."""
    asked = {"request_method": visit.method, "route": visit.endpoint, "source_ip": visit.source}
    known = {"appid": "reference_app", "request_id": request_id, "user": visit.account_id}
    structlog.contextvars.bind_contextvars(**known, **asked)


def upload_stored(candidate: Candidate) -> None:
    """Record an upload that was published, or that a reviewer must look at first."""
    known = {"file_id": candidate.id, "size": candidate.size, "sha256": candidate.sha256}
    event = "upload_stored" if candidate.state == "available" else "upload_validation"
    outcome = {"outcome": candidate.state, "display_name": candidate.name}
    _record(logging.INFO, event, **known, **outcome)


def upload_delete(file_id: str) -> None:
    """Record that a file is gone."""
    _record(logging.INFO, "upload_delete", file_id=file_id, outcome="deleted")


def reviewed(file_id: str, outcome: str) -> None:
    """Record what a reviewer decided."""
    _record(logging.WARNING, "upload_review", file_id=file_id, outcome=outcome)


def session_created() -> None:
    """Record a login."""
    _record(logging.INFO, "authn_login_success", outcome="accepted")


def refused(refusal: Rejected) -> None:
    """Record a refusal: which control gave it, by which rule, and what only the log may know."""
    known = {"control": refusal.code, "rule": refusal.message, "http_status": refusal.status}
    if notes := getattr(refusal, "__notes__", ()):
        known["reason"] = "; ".join(notes)
    _record(logging.WARNING, refusal.event, **known, outcome="refused")


def sys_crash(error: Exception) -> None:
    """Record an error of ours, with its trace: the client is told nothing of it.

    Its message may repeat what a client sent; it stands last, so it is cut before the frames are.
    """
    message = "".join(traceback.format_exception_only(error))
    known = {"kind": type(error).__name__, "message": message}
    trace = "".join(traceback.format_exception(error))
    _record(logging.ERROR, "sys_crash", outcome="failed", **known, trace=trace)


def files_unknown(count: int) -> None:
    """Record that files lie in the store which no row knows: perhaps the ledger is another."""
    _record(logging.WARNING, "files_unknown", count=count, outcome="left")


def _record(level: int, event: str, **known: Any) -> None:
    with suppress(Exception):
        _events.log(level, event, **known)
