"""Served as stored: what was changed behind the target's back is not served.

Denies, of a stored file that the suite has changed on disk since, that the target serves the
changed bytes, and that it follows a link which has taken the file's place. Holds for any refusal,
an error of the server included: it is right to fail here.

Blind to
    A change of the file and of what the target knows of it; a target whose disk is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import (
    ChangeKind,
    Effect,
    Exchange,
    Meddling,
    Observation,
    Seen,
    Severity,
    Verdict,
)
from attacks.oracles.judging import SERVED, judged, quoted


def served_as_stored(seen: Observation) -> Verdict:
    """Hold if a file that was changed on disk is not served."""
    meddled = [pair for pair in seen.pairs() if pair[0].meddling is not None]
    gaps = [gap for exchange, step in meddled if (gap := _gap(seen, exchange, step))]
    return judged((f for pair in meddled for f in _effects(seen, *pair)), gaps)


def _stored(seen: Observation, exchange: Exchange) -> Seen:
    return seen.steps[exchange.about or 0]


def _gap(seen: Observation, exchange: Exchange, step: Seen) -> str:
    if step.response is None:
        return step.failure or "no answer came"
    disk, stored = _stored(seen, exchange).disk, _stored(seen, exchange).retrieved
    made = [c for c in (disk.changes if disk else ()) if c.kind is ChangeKind.CREATED and c.inside]
    return "" if made and stored else "the stored file was not seen on disk and served"


def _effects(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    stored = _stored(seen, exchange).retrieved
    answer = step.response
    if answer is None or stored is None or answer.status not in SERVED:
        return
    if answer.body in {stored.body, b""}:
        return
    link = exchange.meddling is Meddling.LINK
    yield Effect(
        signature="a link in the store is followed" if link else "a damaged file is served",
        detail=f"{quoted(step.address)} serves {len(answer.body)} bytes that were never sent",
        control="symlink-safe-open" if link else "integrity-digest",
        severity=None if link else Severity.LOW,
    )
