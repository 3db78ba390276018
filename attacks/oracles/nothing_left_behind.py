"""Nothing left behind: a refused upload leaves no trace.

Denies that bytes of a refused request stay on disk, where they fill it up and wait for a
path traversal to find them, and that a descriptor on a storage file stays open, until the
process has none left. Holds when the tree below every watched path is as it was.

A request that must be refused and was never answered counts as refused.

Blind to
    Descriptors of a target that is not this process: only ours can be counted; what an
    accepted upload leaves beside its file; memory; unnamed files that the target
    keeps open but that lie outside the storage; a directory that only changed its time.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Change, ChangeKind, Demand, Effect, Exchange, Observation, Seen, Verdict
from attacks.oracles.judging import judged, place


def nothing_left_behind(seen: Observation) -> Verdict:
    """Hold if no refused step left a path or an open descriptor."""
    refused = [step for exchange, step in seen.pairs() if _was_refused(exchange, step)]
    gaps = ["the target offers no view of the disk" for step in refused if step.disk is None]
    return judged((effect for step in refused for effect in _left(step)), gaps)


def _was_refused(exchange: Exchange, step: Seen) -> bool:
    return step.refused or (step.response is None and exchange.demand is Demand.REFUSE)


def _left(step: Seen) -> Iterator[Effect]:
    if step.disk is None:
        return
    for change in filter(_stays, step.disk.changes):
        yield Effect(
            signature="a refused upload left a path behind",
            detail=f"{place(change.path, step)} stays: {change.kind.value}, {change.size} bytes",
            control="temp-hygiene",
        )
    if step.disk.left_open:
        yield Effect(
            signature="a refused upload left a descriptor open",
            detail=f"{step.disk.left_open} descriptor(s) on storage files are still open",
            control="temp-hygiene",
        )


def _stays(change: Change) -> bool:
    """Leave out folders that changed only because something came and went in them."""
    return change.kind is ChangeKind.CREATED or (
        change.kind is ChangeKind.MODIFIED and bool(change.sha256)
    )
