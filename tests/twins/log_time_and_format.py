"""`log-time-and-format`: local time, and nobody says which."""

from __future__ import annotations

from reference_app import events
from tests.twins import Twin


def without_offset(record):
    record.msg = record.msg.replace('Z"', '"')
    return True


def local_time(app):
    hooks = app.before_request_funcs[None]
    hooks.insert(0, lambda: events.log.addFilter(without_offset))
    app.teardown_request(lambda _error: events.log.removeFilter(without_offset))


TWIN = Twin(
    control="log-time-and-format",
    killed_by=("logging.time-format", "events_dated"),
    spoil=local_time,
)
