"""Attacks spread over processes, where a target can be opened anew for each of them.

Every attack has a target of its own, so none can tell who else is at work. A worker is a new
interpreter that loads the target by itself: nothing is shared but a pipe, over which it is
given the id of an attack and answers with what came of it. Outcomes are told in the order
of the attacks, whoever was first.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path

from attacks import catalogue
from attacks.calibrate import calibrate
from attacks.engine import AttackOutcome, Engine
from attacks.levels import Level
from attacks.model import Attack
from attacks.targets.session import Target

PATIENCE = 0.2  # seconds that a worker has to end by itself


class WorkerDiedError(Exception):
    """A worker ended without an answer: killed, out of memory, or brought down by the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every worker is told."""

    load: Callable[[], Target]
    """Returns the target; a function that can be pickled."""
    page: str
    level: Level
    seed: int
    database: Path | None = None


def outcomes(job: Job, attacks: tuple[Attack, ...], workers: int) -> Iterator[AttackOutcome]:
    """Yield the outcome of each attack in order, carried out by so many *workers*.

    Raises:
        TargetError: a worker could not open the target, or lost it.
        WorkerDiedError: a worker ended in the middle of an attack.
    """
    waiting = list(range(len(attacks)))
    done: dict[int, AttackOutcome] = {}
    with _started(job, min(workers, len(attacks))) as channels:
        busy = {channel: _given(channel, attacks, waiting) for channel in channels}
        for number in range(len(attacks)):
            while number not in done:
                ready = wait(list(busy))
                for channel in [each for each in busy if each in ready]:
                    done[busy.pop(channel)] = _answer(channel)
                    if waiting:
                        busy[channel] = _given(channel, attacks, waiting)
            yield done.pop(number)


def _given(channel: Connection, attacks: tuple[Attack, ...], waiting: list[int]) -> int:
    number = waiting.pop(0)
    channel.send(attacks[number].id)
    return number


def _answer(channel: Connection) -> AttackOutcome:
    try:
        answer: AttackOutcome | Exception = channel.recv()
    except (EOFError, ConnectionResetError):
        raise WorkerDiedError("a worker process died in the middle of an attack") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


@contextmanager
def _started(job: Job, count: int) -> Iterator[list[Connection]]:
    """Start *count* workers and yield the pipes to them; none outlives the block."""
    context = get_context("spawn")
    workers, channels = [], []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            worker = context.Process(target=_work, args=(job, theirs), daemon=True)
            worker.start()
            theirs.close()  # or its end would never be seen
            workers.append(worker)
            channels.append(ours)
        yield channels
    finally:
        for channel in channels:
            channel.close()
        for worker in workers:
            worker.join(PATIENCE)
            worker.terminate()
            worker.join()


def _work(job: Job, channel: Connection) -> None:
    """Carry out what comes over *channel* until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too: the parent decides
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that folders are removed
    with suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            _serve(job, channel)
        except (EOFError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - the parent raises it
            channel.send(error)


def _serve(job: Job, channel: Connection) -> None:
    known = {attack.id: attack for attack in catalogue.load()}
    target = job.load()
    with target.open() as session:
        engine = Engine(
            target=target,
            session=session,
            profile=calibrate(session, target.hints, job.page),
            level=job.level,
            seed=job.seed,
            database=job.database,
        )
        while True:
            channel.send(engine.attack(known[channel.recv()]))
