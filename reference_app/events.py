"""Security events in the words of the OWASP logging vocabulary, one JSON line each.

Who, what, when, where and how it ended; the request's own fields are bound by ``gate``. Text
appears only as a JSON string in a field of its own, escaped to ASCII and cut short, so that it
can neither forge a line nor drive a terminal (CWE-117). No session, token, password or path of
the server is ever a field (CWE-532). A sink that fails changes no answer.
"""

import logging
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from structlog import contextvars, processors, stdlib, wrap_logger

from reference_app import errors, values

LONGEST = {"trace": 8000}
"""How much of a text is kept, where it is more than 255 characters."""

log = logging.getLogger("reference_app.events")


def _cut(_logger: Any, _method: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
    return {n: v[: LONGEST.get(n, 255)] if isinstance(v, str) else v for n, v in event.items()}


_stamp = processors.TimeStamper(fmt="iso", utc=True, key="datetime")
_json = processors.JSONRenderer()
_steps: list[Any] = [contextvars.merge_contextvars, stdlib.add_log_level, _stamp, _cut, _json]
_events = wrap_logger(log, processors=_steps, wrapper_class=stdlib.BoundLogger)


def bound_to(request_id: str, visit: values.Visit) -> None:
    """Let every event of this request say who asks for what, and from where."""
    asked = {"request_method": visit.method, "route": visit.endpoint, "source_ip": visit.source}
    known = {"appid": "reference_app", "request_id": request_id, "user": visit.account_id}
    contextvars.bind_contextvars(**known, **asked)


def upload_stored(candidate: values.Candidate) -> None:
    """Record an upload that was published, or that a reviewer must look at first."""
    event = "upload_stored" if candidate.state == "available" else "upload_validation"
    known = {"size": candidate.size, "sha256": candidate.sha256, "display_name": candidate.name}
    record(event, file_id=candidate.id, outcome=candidate.state, **known)


def refused(refusal: errors.Rejected) -> None:
    """Record a refusal: which control gave it, by which rule, and what only the log may know."""
    known = {"control": refusal.code, "rule": refusal.message, "http_status": refusal.status}
    if notes := getattr(refusal, "__notes__", ()):
        known["reason"] = "; ".join(notes)
    record(refusal.event, "warning", **known, outcome="refused")


def sys_crash(error: Exception) -> None:
    """Record an error of ours, with its trace: the client is told nothing of it.

    Its message may repeat what a client sent; it stands last, so it is cut before the frames are.
    """
    message = "".join(traceback.format_exception_only(error))
    known = {"message": message, "trace": "".join(traceback.format_exception(error))}
    record("sys_crash", "error", outcome="failed", kind=type(error).__name__, **known)


def record(event: str, level: str = "info", /, **known: Any) -> None:
    """Write one event down, if that can be done."""
    with suppress(Exception):
        getattr(_events, level)(event, **known)
