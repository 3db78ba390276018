"""Whatever fails between the first byte and the answer: all of the file is there, or nothing."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reference_app.ledger import Ledger
from reference_app.pipeline import CONTROLS
from tests.reference_app.conftest import NOTHING
from tests.reference_app.faults import BODY, PICTURE, ticking, wrong
from tests.reference_app.helpers import (
    fetch,
    file_part,
    form,
    post,
    refused_as,
    rows,
    services,
    tree,
    usage,
)

ROOT = Path(__file__).parents[2]
ERRORS = [RuntimeError("no"), OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "broken")]
THREADS, EACH = 32, 10


class Stop(BaseException):
    """What tells a worker to go."""


def at(number, error):
    """Make an act that fails once, at that step."""

    def act(step):
        if step == number:
            raise error

    return act


def uploaded(app):
    """Upload, and return the status; of what no server survives, that of its successor."""
    try:
        return post(app, BODY).status
    except Stop:
        return 500


@pytest.mark.parametrize("error", [*ERRORS, Stop()], ids=["bug", "full", "broken", "stop"])
@pytest.mark.parametrize("handling", ["keep", "reencode"])
def test_an_error_at_any_step_undoes_the_upload(make_app, left_behind, error, handling):
    """At once, with no restart: no row, no file, no open descriptor, and no quota held."""
    app = make_app({"image_handling": handling}, controls=CONTROLS)
    for number in range(1, 99):
        with ticking(app, at(number, error)) as taken:
            status = uploaded(app)
        if taken[0] < number:
            break
        assert status == 500, number
        assert left_behind(of=app) == NOTHING, number
        assert wrong(app, services(app).policy.upload_folder) == [], number

    assert (number > 20, status) == (True, 201)


@pytest.mark.parametrize("error", ERRORS[1:], ids=["full", "broken"])
def test_a_system_that_fails_from_then_on_is_cleared_at_the_next_start(app, tmp_path, error):
    """Not even cleaning up works: what stays is never served, and a restart ends it."""

    def act(step):
        if step >= number:
            raise error

    for number in range(1, 99):
        with ticking(app, act) as taken:
            status = uploaded(app)
        if taken[0] < number:
            break
        assert status >= 500, number
        assert [row for row in rows(app) if row["state"] == "available"] == [], number
        assert wrong(app, tmp_path) == [], number

    assert (number > 20, status) == (True, 201)


def test_a_worker_that_is_killed_leaves_all_or_nothing(tmp_path):
    """``kill -9`` at every step, and a start after it: rows, files and quota fit together."""
    command = [sys.executable, "-m", "tests.reference_app.faults", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, done.stderr
    assert [each for each in told if each["wrong"]] == []
    assert [each["rows"] for each in told] == [0] * (len(told) - 1) + [1]
    assert len(told) > 20


@pytest.mark.parametrize("step", ["reserve", "settle", "advance"])
@pytest.mark.parametrize("error", ERRORS, ids=["bug", "full", "broken"])
def test_a_step_that_is_done_and_not_told_so(app, tmp_path, monkeypatch, step, error):
    """A connection is lost after the commit: still all or nothing."""
    real = getattr(Ledger, step)

    def lost(self, *given, **named):
        real(self, *given, **named)
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, step, lost)
        assert post(app, BODY).status == 500
    assert wrong(app, tmp_path) == []
    assert rows(app) == []


def at_once(work, count):
    """Run *work* in threads that start together; return what each returned."""
    barrier = threading.Barrier(count)

    def run(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_many_uploads_of_one_name_are_all_kept(app, tmp_path):
    """320 of them by 32 clients at once: each under its own identifier, with its own bytes."""

    def client(number):
        bodies = [b"%d-%d" % (number, n) for n in range(EACH)]
        return [(body, post(app, form(file_part(b"a.txt", body)))) for body in bodies]

    answers = [pair for pairs in at_once(client, THREADS) for pair in pairs]
    found = rows(app)

    assert {answer.status for _, answer in answers} == {201}
    assert Counter(row["name"] for row in found) == {"a.txt": THREADS * EACH}
    assert sorted(tree(tmp_path).values()) == sorted(body for body, _ in answers)
    assert all(fetch(app, answer).body == body for body, answer in answers)
    assert usage(services(app).ledger, found[0]["owner"]).files == THREADS * EACH


def test_quota_race(make_app, tmp_path):
    """Of many that come at once, as many are kept as there is room for, and the rest are told."""
    app = make_app({"quota_files": 5})
    answers = at_once(lambda _: post(app), THREADS)

    assert Counter(answer.status for answer in answers) == {201: 5, 413: THREADS - 5}
    assert {refused_as(answer)[1] for answer in answers if answer.status == 413} == {"quota"}
    assert len(tree(tmp_path)) == 5
    assert usage(services(app).ledger, rows(app)[0]["owner"]).files == 5


def test_one_of_many_deletions_deletes(app, tmp_path):
    """The others find nothing, and the quota comes back once."""
    path = f"/api{post(app, BODY)['Location']}"
    keep = post(app, BODY)
    answers = at_once(lambda _: post(app, b"", path=path, REQUEST_METHOD="DELETE"), 8)

    assert Counter(answer.status for answer in answers) == {204: 1, 404: 7}
    assert fetch(app, keep).body == PICTURE
    assert usage(services(app).ledger, rows(app)[0]["owner"]).files == 1
    assert list(tree(tmp_path).values()) == [PICTURE]
