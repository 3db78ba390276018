"""The helper that starts the children: one for each process of the app, and gone with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from reference_app.sandbox import JOBS, LEVEL, PACKAGE, START, Sandbox, Stopped
from tests.reference_app.sandbox.conftest import LIMITS


def test_the_first_jobs_share_one_helper(source, monkeypatch):
    """Though they come at once."""
    started = []

    class Slow(subprocess.Popen):
        def __init__(self, *given, **options):
            time.sleep(0.05)
            super().__init__(*given, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Slow)
    with closing(Sandbox(LIMITS, jobs=())) as sandbox, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: sandbox.level(), range(4)))
    for helper in started[1:]:
        helper.kill()

    assert len(started) == 1


def test_a_dead_helper_is_replaced(run, sandbox):
    """Whatever killed it."""
    run("honest")
    sandbox._helper.send_signal(signal.SIGKILL)
    sandbox._helper.wait()

    assert run("honest")["copied"] == 7


def test_a_helper_that_takes_no_job_is_ended(run, sandbox):
    """The job is lost; the next one is not."""
    run("honest")
    sandbox._helper.send_signal(signal.SIGSTOP)
    sandbox._channel.shutdown(socket.SHUT_RDWR)
    with pytest.raises(Stopped, match="does not take"):
        run("honest")

    assert run("honest")["copied"] == 7


def test_a_helper_that_hangs_is_ended(run, sandbox, monkeypatch):
    """The app waits for longer than any child may live, and no longer."""
    run("honest")
    monkeypatch.setattr("reference_app.sandbox.START_SECONDS", -0.9)
    sandbox._helper.send_signal(signal.SIGSTOP)
    with pytest.raises(Stopped, match="outlived"):
        run("honest")
    monkeypatch.undo()

    assert run("honest")["copied"] == 7


def test_a_fork_starts_its_own_helper(run, sandbox):
    """A worker does not use, or end, the helper of the process that it was forked from."""
    run("honest")
    pid = sandbox._helper.pid
    with warnings.catch_warnings(action="ignore"):
        forked = os.fork()
    if forked == 0:
        with suppress(BaseException):
            run("honest")
            differs = sandbox._helper.pid != pid
            sandbox.close()
            os._exit(not differs)
        os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
    assert run("honest")["copied"] == 7
    assert sandbox._helper.pid == pid


def test_closing_ends_the_helper(source):
    """And a closed sandbox may be used again, or closed again."""
    sandbox = Sandbox(LIMITS)
    sandbox.close()
    for _ in range(2):
        sandbox.run(LEVEL, source)
        helper = sandbox._helper
        sandbox.close()

        assert helper.returncode == -signal.SIGKILL


APP = START.replace("from reference_app.sandbox.helper import main\nmain(sys.argv[2])\n", "")
APP += """
import time
sys.path[:] = sys.argv[2:]
from reference_app.sandbox import Limits, Sandbox
sandbox = Sandbox(Limits(seconds=1, memory_bytes=1 << 28, output_bytes=1), jobs=())
sandbox.level()
print(sandbox._helper.pid, flush=True)
time.sleep(60)
"""


def test_the_helper_ends_with_the_app():
    """An app that is killed leaves no process behind."""
    with subprocess.Popen([sys.executable, "-c", APP, PACKAGE, *sys.path], stdout=-1) as app:
        helper = Path(f"/proc/{int(app.stdout.readline())}/cmdline")
        app.kill()
    deadline = time.monotonic() + 5
    while helper.exists() and helper.read_bytes():  # a zombie has no command line
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_helper_holds_no_framework(sandbox, run):
    """It loads the decoders and not the app, whose memory is none of a decoder's business."""
    run("honest")
    maps = Path(f"/proc/{sandbox._helper.pid}/maps").read_text("ascii")

    assert "PIL/_imaging" in maps
    assert "sqlalchemy" not in maps
    assert os.getsid(sandbox._helper.pid) == sandbox._helper.pid  # out of a terminal's reach
    assert Path(f"/proc/{sandbox._helper.pid}/environ").read_bytes() == b""


def test_a_missing_library_fails_its_own_jobs_only(source):
    """An extra that is not installed is found when it is asked for."""
    with closing(Sandbox(LIMITS, jobs=("no.such.module:job", *JOBS))) as sandbox:
        assert sandbox.level()
        with pytest.raises(Stopped):
            sandbox.run("no.such.module:job", source)
