"""Hostile decoders are stopped, and the app and the next job go on."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from reference_app.sandbox import START, Refused, Sandbox, Stopped
from tests.reference_app.sandbox.conftest import LIMITS, named

JUNK = {
    "nothing": b"",
    "not UTF-8": b"\xff\xfe",
    "not whole": b"[",
    "null": b"null",
    "a number": b"1",
    "one": b'["done"]',
    "three": b'["done", {}, 1]',
    "no object": b'["done", []]',
    "unknown": b'["perhaps", {}]',
    "deep": b"[" * 4000,
    "a long number": b"9" * 4090,
    "markup": b'["refused", "<script>alert(1)</script>"]',
    "a line end": b'["refused", "two\\nlines"]',
    "no text": b'["refused", {}]',
    "an endless text": b'["refused", "' + b"A" * 3000 + b'"]',
}


def children(sandbox):
    """Return the processes that the helper is not rid of, once the last has had time to go."""
    pid = sandbox._helper.pid
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    for _ in range(100):
        if not listed.read_bytes():
            break
        time.sleep(0.01)
    return listed.read_text("ascii").split()


def descriptors(pid="self"):
    """Return what a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def test_an_honest_job_is_done(run, source, target):
    """It reads from the beginning, wherever the descriptor stands, and writes from there."""
    source.seek(3)
    target.write(b"something longer")
    target.flush()

    assert run("honest", a=[1]) == {"copied": 7, "options": {"a": [1]}}
    assert source.tell() == 3
    assert target.seek(0) or target.read() == b"content"


def test_a_job_needs_no_target(sandbox, source):
    """What it writes then is lost."""
    done = sandbox.run(named("honest"), source)

    assert done["copied"] == 7


def test_a_refusal_is_handed_on(run):
    """With the words of the job."""
    with pytest.raises(Refused, match=r"^the image has too many frames$"):
        run("refuses", text="the image has too many frames")


@pytest.mark.parametrize(
    "job",
    [
        *("allocates", "loops", "sleeps", "forks", "runs_a_program", "starts_a_thread"),
        *("reads_a_file", "opens_a_socket", "raises_its_limits", "changes_the_source"),
        *("reads_the_target", "leaves", "crashes", "exits", "says_nothing_that_is_json"),
        *("says_too_much", "answers_twice", "no_such_job"),
    ],
)
def test_a_hostile_job_is_stopped(run, sandbox, job):
    """Within its time; the next job is done, and no process and no descriptor is left."""
    run("honest")
    before = descriptors(), descriptors(sandbox._helper.pid), sandbox._helper.pid
    started = time.monotonic()
    with pytest.raises(Stopped):
        run(job)

    assert time.monotonic() - started < LIMITS.seconds + 4
    assert run("honest")["copied"] == 7
    assert children(sandbox) == []
    assert before == (descriptors(), descriptors(sandbox._helper.pid), sandbox._helper.pid)


@pytest.mark.parametrize(
    "job", ["lists_a_folder", "plants_a_file", "opens_a_mode", "removes_a_file"]
)
def test_a_folder_that_is_open_to_all_is_closed_to_a_child(run, tmp_path, job):
    """Nothing is read there, made, changed or removed."""
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(folder.stat().st_mode | 0o005)
    tmp_path.chmod(0o777)
    kept = tmp_path / "kept"
    kept.write_bytes(b"")
    kept.chmod(0o600)

    with pytest.raises(Stopped):
        run(job, folder=str(tmp_path))
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_the_walls_the_same_jobs_succeed(source, target, tmp_path, monkeypatch):
    """So that it is the walls that stop them, and not a slip of theirs."""
    unconfined = START.replace("main(", "main.__globals__['confine'] = lambda _: []\nmain(")
    monkeypatch.setattr("reference_app.sandbox.START", unconfined)
    (tmp_path / "kept").touch()
    folder = {"folder": str(tmp_path)}
    alone = ("forks", "starts_a_thread", "reads_a_file", "opens_a_socket", "writes_too_much")
    around = ("lists_a_folder", "opens_a_mode", "removes_a_file", "plants_a_file")
    jobs = [(job, {}) for job in alone] + [(job, folder) for job in around]
    sandbox = Sandbox(LIMITS, jobs=tuple(named(job) for job, _ in jobs))
    with closing(sandbox):
        for job, options in jobs:
            assert sandbox.run(named(job), source, target, **options) is not None


def test_nobody_is_called(run):
    """A listener on the loopback hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        with pytest.raises(Stopped):
            run("connects", port=listener.getsockname()[1])
        with pytest.raises(TimeoutError):
            listener.accept()


def test_nobody_is_killed(run, sandbox):
    """Neither the helper nor the app, nor a stranger of the same account."""
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        for pid in (sandbox._helper.pid, stranger.pid):
            with pytest.raises(Stopped):
                run("kills", pid=pid)
        assert stranger.poll() is None
        stranger.kill()


def test_memory_is_bounded(run):
    """It ends with an error of the child, long before its time is up."""
    with pytest.raises(Stopped, match="the job failed"):
        run("allocates")


def test_output_is_bounded(run, target):
    """A child cannot fill the disk."""
    with pytest.raises(Stopped):
        run("writes_too_much")

    assert os.fstat(target.fileno()).st_size <= LIMITS.output_bytes


@pytest.mark.parametrize("text", JUNK.values(), ids=JUNK)
def test_junk_is_no_answer(run, text):
    """An answer is as hostile as the file: nothing of it is believed or repeated."""
    with pytest.raises(Stopped) as stopped:
        run("answers", text=text.hex())

    assert "script" not in str(stopped.value)


def test_an_answer_counts_when_the_child_is_gone(run, target):
    """It cannot answer, part with the stream and change the target once that was judged."""
    run("answers_and_stays")
    judged = target.seek(0) or target.read()
    time.sleep(0.3)

    assert target.seek(0) or target.read() == judged


def test_a_child_finds_nothing(run, monkeypatch):
    """No environment, and no descriptor but two of the null device, its files and its answer."""
    monkeypatch.setenv("SECRET", "secret")
    found = run("surroundings")

    assert set(found["environment"]) <= {"LC_CTYPE"}  # Python's own
    assert len(found["descriptors"]) == 5
    assert {1, 2, *found["files"]} < set(found["descriptors"])


def test_the_level_is_told(sandbox):
    """The doctor prints it."""
    level = sandbox.level()

    assert level[0] == "rlimits"
    assert all(isinstance(each, str) for each in level)


def test_many_at_once(run, sandbox):
    """Threads share a helper; their jobs run side by side, and each gets its own answer."""

    def five(thread):
        return [run("refuses", text=f"job {thread}") for _ in range(5)]

    with ThreadPoolExecutor(8) as pool:
        for thread, future in enumerate([pool.submit(five, n) for n in range(8)]):
            with pytest.raises(Refused, match=f"^job {thread}$"):
                future.result()
    assert children(sandbox) == []


def test_jobs_run_side_by_side(run):
    """One that uses up its time does not hold up the others."""
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(run, "sleeps")
        started = time.monotonic()
        run("honest")

        assert time.monotonic() - started < LIMITS.seconds / 2
        with pytest.raises(Stopped):
            slow.result()
