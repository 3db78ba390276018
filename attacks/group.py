"""Send several requests at the same moment, and tell whose doing the changes were."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from attacks.model import Change, ChangeKind, DiskView, Exchange, Request
from attacks.targets.session import Reply, Session

MOST = 16  # requests that are under way at one moment
PATIENCE = 10.0  # seconds for the threads to be there


def at_once(session: Session, requests: Sequence[Request]) -> list[Reply]:
    """Return the reply to each of *requests*, sent by threads that start together."""
    threads = min(MOST, len(requests))
    ready = threading.Barrier(threads)
    late = threading.local()

    def send(request: Request) -> Reply:
        if not getattr(late, "started", False):
            late.started = True
            ready.wait(PATIENCE)
        return session.send(request)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(send, requests))


def shared_out(
    view: DiskView | None, steps: Sequence[Exchange], refused: Sequence[bool]
) -> list[DiskView | None]:
    """Return for each of *steps* its part of *view*; the last also gets what is nobody's.

    A file belongs to the step that sent its bytes, else to one that was not refused and has none
    yet. So a file too many is left to a step that was refused, if there is one.
    """
    if view is None:
        return [None] * len(steps)
    left = list(view.changes)
    parts: list[list[Change]] = [[] for _ in steps]
    kept = [n for n, each in enumerate(refused) if not each]
    for same in (True, False):
        for number in kept:
            if not parts[number] and (change := _one_of(left, steps[number], same=same)):
                left.remove(change)
                parts[number].append(change)
    rest = [n for n, each in enumerate(refused) if each] or [len(steps) - 1]
    parts[rest[-1]] += left
    views = [replace(view, changes=tuple(part), escaped=(), left_open=0) for part in parts]
    views[-1] = replace(views[-1], escaped=view.escaped, left_open=view.left_open)
    return list(views)


def _one_of(left: list[Change], step: Exchange, *, same: bool) -> Change | None:
    sent = step.file.content.sha256() if step.file else ""
    files = (c for c in left if c.inside and c.sha256 and c.kind is ChangeKind.CREATED)
    return next((c for c in files if not same or c.sha256 == sent), None)
