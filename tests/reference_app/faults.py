"""Faults at every step of an upload: each thing that it asks of the system is a tick of a clock.

Run as a program, it shows what is left of processes that are killed: for each tick a child dies
at it, the app starts again, and a line of JSON tells what there is then.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import sqlalchemy as sa

from attacks.strategies.contents import HONEST
from reference_app import create_app, recovery
from reference_app.policy import Policy
from reference_app.storage import Sink
from tests.reference_app.helpers import (
    SECRET,
    enrolled,
    file_part,
    form,
    post,
    rows,
    services,
    tree,
)

PICTURE = HONEST["png"].content
BODY = form(file_part(b"a.png", PICTURE))
CALLS = ("fstatvfs", "open", "fchmod", "fsync", "link", "unlink")
STEPS = [*((os, call) for call in CALLS), (Sink, "write")]


@contextmanager
def ticking(app, act):
    """Call *act* with the number of the step, before each step that is taken; yield the count."""
    engine, taken = services(app).ledger.engine, [0]

    def tick(*_, **__):
        taken[0] += 1
        act(taken[0])

    def before(real):
        def stepped(*given, **named):
            tick()
            return real(*given, **named)

        return stepped

    with ExitStack() as stack:
        for place, name in STEPS:
            stack.enter_context(mock.patch.object(place, name, before(getattr(place, name))))
        for event in ("before_cursor_execute", "commit"):
            sa.event.listen(engine, event, tick)
            stack.callback(sa.event.remove, engine, event, tick)
        yield taken


def wrong(app, root):
    """Say what does not fit together after a restart: rows, files, and what the account holds."""
    shared = services(app)
    recovery.recover(shared, now=time.time() + shared.policy.stale_seconds + 60)
    left, files = rows(app), tree(root)
    with shared.ledger.engine.connect() as connection:
        used = connection.execute(sa.text("select used_bytes, used_files from accounts")).one()
    return [
        what
        for what, fits in {
            "a row that is under way": all(row["state"] == "available" for row in left),
            "a row without a file": all(row["key"] in files for row in left),
            "a file without a row": set(files) <= {row["key"] for row in left},
            "a file that is not whole": all(data == PICTURE for data in files.values()),
            "another quota": tuple(used) == (len(PICTURE) * len(left), len(left)),
        }.items()
        if not fits
    ]


def build(root):
    """Build the app, as each of the processes does."""
    policy = Policy(upload_folder=root / "files", image_handling="keep", min_free_bytes=1)
    app = create_app(policy, secret_key=SECRET)
    app.config["TOKEN"] = enrolled(app, "alice")
    return app


def die_at(number, app):
    """Upload in a child that is killed at that step; return whether it got further."""

    def kill(step):
        if step == number:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        with ticking(app, kill):
            post(app, BODY)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main(root):
    """Kill at the first step, at the second, and so on until nothing is left to be killed at."""
    app, number, finished = build(root), 0, False
    while not finished:
        number += 1
        finished = die_at(number, app)
        services(app).close()
        app = build(root)
        told = {"step": number, "wrong": wrong(app, root), "rows": len(rows(app))}
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
