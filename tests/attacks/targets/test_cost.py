"""What a request costs, as the kernel counts it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from attacks.model import Request, Response
from attacks.targets.cost import measured, usage
from attacks.targets.session import Reply

MIB = 1024 * 1024
BUSY = "import time\nwhile time.process_time() < 0.2: pass"


@dataclass
class Doing:
    """A session whose target does something, and answers."""

    act: object
    pid: int = os.getpid()

    def send(self, _request):
        """Do it."""
        self.act()
        return Reply(response=Response(status=200))


def cost_of(act, **session):
    """Return what *act* cost."""
    return measured(Doing(act, **session), Request(path=b"/")).cost


def test_time_and_writing_of_a_child_count():
    """Some targets hand the work to another process."""
    assert cost_of(lambda: subprocess.run([sys.executable, "-c", BUSY], check=True)).seconds >= 0.15


def test_memory_that_is_given_back_counts(tmp_path):
    """It is the peak that stops a machine; and all that is written, wherever it goes."""
    cost = cost_of(lambda: (tmp_path / "x").write_bytes(bytes(range(256)) * 4096 * 64))

    assert 60 * MIB < cost.memory < 200 * MIB
    assert 64 * MIB <= cost.written < 65 * MIB


def test_descriptors_that_stay_open_count(tmp_path):
    """Those that are closed again do not."""
    kept = []

    assert cost_of(lambda: kept.append((tmp_path / "x").open("w"))).descriptors == 1
    assert cost_of(kept.pop().close).descriptors == -1
    assert cost_of(lambda: None).descriptors == 0


def test_what_runs_below_the_process_counts():
    """A server is a process with workers."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        both, alone = usage(os.getpid()), usage(child.pid)
        child.communicate(b"\n")

    assert both.resident > alone.resident > 0
    assert both.descriptors > alone.descriptors


@pytest.mark.parametrize("pid", [0, 2**22 + 1])
def test_who_is_not_there_is_not_measured(pid):
    """No process is known, or it has ended: the answer comes all the same."""
    reply = measured(Doing(lambda: None, pid=pid), Request(path=b"/"))

    assert (reply.response.status, reply.cost) == (200, None)


def test_a_child_that_has_ended_and_nobody_waited_for_is_no_obstacle():
    """It has times still, and no memory."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert usage(child.pid).resident == 0
        assert usage(os.getpid()).resident > 0
