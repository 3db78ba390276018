"""Gone after delete: what was deleted is not served, and its bytes are not kept.

Denies that a file is served to its owner once the target has said that it deleted it, and that
the bytes stay on disk. Holds when it is not found any more, and, where the disk is seen, when
the path that the upload made is removed.

Blind to
    Backups, replicas and caches; blocks of the disk that can be read afterwards; what a target
    keeps for a time that it states.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import (
    ChangeKind,
    Effect,
    Exchange,
    Observation,
    Seen,
    Severity,
    Stored,
    Verdict,
)
from attacks.oracles.judging import SERVED, judged, kept_files, quoted


def gone_after_delete(seen: Observation) -> Verdict:
    """Hold if nothing of a deleted file is served or kept."""
    pairs = seen.pairs()
    deleting = [n for n, (exchange, _) in enumerate(pairs) if _changes(exchange)]
    gaps = [gap for n in deleting if (gap := _gap(seen, n))]
    effects = (f for n in deleting if not _gap(seen, n) for f in _effects(seen, n))
    return judged(effects, gaps[:1] if len(gaps) == len(deleting) else ())


def _changes(exchange: Exchange) -> bool:
    return exchange.about is not None and exchange.request.method not in {b"GET", b"HEAD"}


def _gap(seen: Observation, number: int) -> str:
    step = seen.steps[number]
    if step.response is None or step.refused:
        return "the deletion was refused or not answered: look at routes.delete in the profile"
    if _deleted(seen, number).stored is not Stored.YES:
        return "the file that was to be deleted was not seen stored"
    return ""


def _deleted(seen: Observation, number: int) -> Seen:
    return seen.steps[seen.probe.steps[number].about or 0]


def _effects(seen: Observation, number: int) -> Iterator[Effect]:
    stored, about = _deleted(seen, number), seen.probe.steps[number].about
    later = [s for e, s in seen.pairs()[number + 1 :] if e.about == about]
    for answer in [*(step.response for step in later), stored.refetched]:
        if answer is not None and answer.status in SERVED:
            yield Effect(
                signature="a deleted file is served",
                detail=f"{quoted(stored.address)} is answered {answer.status}, once deleted",
            )
    gone = {
        change.path
        for step in seen.steps[number:]
        for change in (step.disk.changes if step.disk else ())
        if change.kind is ChangeKind.REMOVED
    }
    for change in kept_files(stored):
        if change.path not in gone:
            yield Effect(
                signature="the bytes of a deleted file stay on disk",
                detail=f"{quoted(change.path)} is still there",
                severity=Severity.LOW,
            )
