"""Attacks in several processes: the same outcomes in the same order, and no silent loss."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
from dataclasses import replace
from functools import partial

import pytest

from attacks import catalogue
from attacks.engine import AttackOutcome
from attacks.levels import LEVELS, NAMED_ONLY
from attacks.parallel import Job, WorkerDiedError, outcomes
from attacks.record import Record
from attacks.run import Plan, run
from attacks.targets.load import load
from attacks.targets.session import Hints, TargetError
from tests.apps import tutorial

KNOWN = {attack.id: attack for attack in catalogue.load()}
# The first takes longer than the second.
CHOSEN = (KNOWN["size.body-limit"], KNOWN["filename.dotfile"])
JOB = Job(
    load=partial(load, "tests.apps.tutorial:target", hints=Hints()),
    page="/",
    level=NAMED_ONLY,
    seed=0,
)


def dying():
    """End the process, as the kernel does when memory is short."""
    os._exit(1)


def missing():
    """Fail as a target that cannot be reached."""
    raise TargetError("nobody is there")


def told(record: Record):
    """Return what must not depend on who did it: all but what takes time."""
    return [dataclasses.replace(each, seconds=0.0) for each in record.attacks], [
        (found.id, found.probe, found.variant) for found in record.findings
    ]


def test_the_record_does_not_depend_on_the_number_of_workers():
    """Same seed, same cases, same findings, same order: one process or two."""
    plan = Plan(target=tutorial.target, attacks=CHOSEN, level="quick", seed=3, load=JOB.load)

    alone, both = (run(replace(plan, jobs=jobs)) for jobs in (1, 2))

    assert told(alone) == told(both)
    assert [each.id for each in both.attacks] == [each.id for each in CHOSEN]
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_ends_the_run_loudly():
    """What it was about to do is not done, so the run is broken and not clean."""
    with pytest.raises(WorkerDiedError):
        list(outcomes(replace(JOB, load=dying), CHOSEN[:1], 1))

    record = run(Plan(target=tutorial.target, attacks=CHOSEN[:1], jobs=2, load=dying))
    assert (record.exit_code, len(record.problems)) == (3, 1)
    assert "a worker process died" in record.problems[0]


def test_what_goes_wrong_in_a_worker_is_raised_here():
    """The reason is that of the worker."""
    with pytest.raises(TargetError, match="nobody is there"):
        list(outcomes(replace(JOB, load=missing), CHOSEN[:1], 1))


def test_whoever_stops_listening_stops_the_workers():
    """An interruption leaves no process behind, in the middle of an attack or not."""
    running = outcomes(replace(JOB, level=LEVELS["deep"]), CHOSEN, 1)

    assert isinstance(next(running), AttackOutcome)
    running.close()
    assert multiprocessing.active_children() == []
