"""What a request costs the processes that serve a target, as the kernel counts it (proc(5)).

Counts for one process, the children that it has waited for, and all below it that still run.
Processor time comes in ticks, a hundred a second. Memory is the highest mark, which is set back
first. Needs Linux, and a process of the same user.
"""

from __future__ import annotations

import dataclasses
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from attacks.model import Cost, Request
from attacks.targets.session import Reply, Session

TICKS = os.sysconf("SC_CLK_TCK")
TIMES = slice(
    11, 15
)  # utime, stime, cutime, cstime: counted behind the name, which may hold blanks
KIB = 1024
SET_PEAK_BACK = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a process and those below it have used so far."""

    ticks: int = 0
    written: int = 0
    descriptors: int = 0
    resident: int = 0
    peak: int = 0

    def __add__(self, other: Usage) -> Usage:
        mine, others = dataclasses.astuple(self), dataclasses.astuple(other)
        return Usage(**dict(zip(NAMES, map(sum, zip(mine, others, strict=True)), strict=True)))


NAMES = tuple(f.name for f in dataclasses.fields(Usage))


def measured(session: Session, request: Request) -> Reply:
    """Send *request* and say what it cost, where the process is known and may be looked at."""
    before = usage(session.pid)
    with _only_new_garbage(session.pid):
        reply = session.send(request)
    after = usage(session.pid)
    if before is None or after is None:
        return reply
    return dataclasses.replace(reply, cost=_between(before, after))


def usage(pid: int) -> Usage | None:
    """Return what *pid* and those below it have used, and begin a new peak; ``None`` if unseen."""
    if not pid:
        return None
    try:
        total = _of_one(pid)
    except OSError:  # it has ended, or is another user's
        return None
    for child in _below(pid):
        with suppress(OSError):  # it ended meanwhile: its parent's time has it
            total += _of_one(child)
    return total


def _between(before: Usage, after: Usage) -> Cost:
    return Cost(
        seconds=(after.ticks - before.ticks) / TICKS,
        memory=max(after.peak - before.resident, 0),
        written=max(after.written - before.written, 0),
        descriptors=after.descriptors - before.descriptors,
    )


def _of_one(pid: int) -> Usage:
    proc = Path("/proc", str(pid))
    times = (proc / "stat").read_text().rpartition(")")[2].split()[TIMES]
    status = _numbers((proc / "status").read_text())  # of one that has ended, no memory
    found = Usage(
        ticks=sum(map(int, times)),
        written=_numbers((proc / "io").read_text())["wchar"],
        descriptors=sum(1 for _ in (proc / "fd").iterdir()),
        resident=status.get("VmRSS", 0) * KIB,
        peak=status.get("VmHWM", 0) * KIB,
    )
    (proc / "clear_refs").write_text(SET_PEAK_BACK)
    return found


def _numbers(text: str) -> dict[str, int]:
    """Return the lines of *text* that say ``name: number``, with or without a unit."""
    pairs = (line.partition(":") for line in text.splitlines())
    words = ((name, value.split()) for name, _, value in pairs)
    return {name: int(value[0]) for name, value in words if value and value[0].isdigit()}


def _below(pid: int) -> Iterator[int]:
    """Yield the processes that *pid* and its children have started, as far as they live."""
    for tasks in Path("/proc", str(pid), "task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, tasks.read_text().split()):
                yield child
                yield from _below(child)


@contextmanager
def _only_new_garbage(pid: int) -> Iterator[None]:
    """Keep the collector from what was there before, and have it close what is new.

    In this process what was there before is ours, and what waits for it is no leak.
    """
    if pid != os.getpid():
        yield
        return
    gc.freeze()
    try:
        yield
        gc.collect()
    finally:
        gc.unfreeze()
