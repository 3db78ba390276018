"""From a checked upload to a served file: row, name, row; undone as a whole if a step fails."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from reference_app.errors import Clash
from reference_app.pipeline import Stage

if TYPE_CHECKING:
    from reference_app.candidate import Candidate
    from reference_app.services import Services
    from reference_app.storage.sink import Sink

ATTEMPTS = 4  # keys have 128 bits; a second clash means that the generator is broken
ID_BYTES = 16


def publish(candidate: Candidate, sink: Sink, services: Services) -> Candidate:
    """Store *candidate* for good, drawing a new key when one is taken.

    Raises:
        Clash: every key was refused.
    """
    candidate = replace(candidate, sha256=sink.sha256)
    for _ in range(ATTEMPTS - 1):
        try:
            return _attempt(candidate, sink, services)
        except Clash:
            candidate = services.judge(Stage.KEY, candidate)
    return _attempt(candidate, sink, services)


def _attempt(candidate: Candidate, sink: Sink, services: Services) -> Candidate:
    """Reserve, name, release; on failure take back what this attempt did, and only that."""
    candidate = replace(candidate, id=secrets.token_hex(ID_BYTES))
    services.ledger.reserve(candidate)
    try:
        services.store.publish(sink, candidate.key)
        try:
            services.ledger.release(candidate.id)
        except BaseException:
            services.store.remove(candidate.key)
            raise
    except BaseException:
        services.ledger.forget(candidate.id)
        raise
    return candidate
