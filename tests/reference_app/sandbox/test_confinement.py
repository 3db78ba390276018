"""Each wall stands alone: seen from a thread of the test, which takes it to its grave."""

from __future__ import annotations

import errno
import os
import resource
import signal
import socket
import struct
import sys
import threading
from pathlib import Path

import pytest

from reference_app.sandbox import Limits, Refused, confinement, helper, landlock, seccomp
from reference_app.sandbox.confinement import confine

LIMITS = Limits(seconds=3, memory_bytes=1 << 40, output_bytes=5)


def walled(wall, attempt):
    """Raise a wall in a thread of its own and return what *attempt* raises behind it."""
    seen = []

    def behind():
        confinement._prctl(*confinement.NO_NEW_PRIVILEGES)
        seen.append(wall())
        try:
            attempt()
        except OSError as error:
            seen.append(error.errno)

    thread = threading.Thread(target=behind)
    thread.start()
    thread.join()
    return seen


@pytest.fixture
def process(monkeypatch):
    """Record what would change the whole process, which is the test's own."""
    calls = {}
    for module, name in (*((signal, "setitimer"), (signal, "signal"), (resource, "setrlimit")),):
        note = lambda *given, name=name: calls.setdefault(name, []).append(given)  # noqa: E731
        monkeypatch.setattr(module, name, note)
    monkeypatch.setattr(confinement, "_prctl", lambda *given: calls.update(prctl=given))
    return calls


@pytest.mark.skipif(not landlock._syscall(444, None, 0, 1) > 0, reason="no Landlock here")
def test_landlock_closes_the_file_system():
    """To root as well."""
    abi, error = walled(landlock.restrict, Path("/etc/passwd").read_bytes)

    assert abi > 0
    assert error == errno.EACCES


@pytest.mark.parametrize("abi", range(1, 9))
def test_each_landlock_gets_what_it_knows(monkeypatch, abi):
    """A kernel refuses a right that it does not know: no version gets more, or less."""
    rulesets = []

    def kernel(number, *given):
        if given[-1] == landlock.ASK_VERSION:
            return abi
        rulesets.extend([given[0]] if number == landlock.CREATE_RULESET else [])
        return os.open(os.devnull, os.O_RDONLY) if number == landlock.CREATE_RULESET else 0

    monkeypatch.setattr(landlock, "_syscall", kernel)

    assert landlock.restrict() == abi
    rights = [value.bit_count() for value in struct.unpack("=QQQ", *rulesets)]
    assert rights == [(13, 14, 15, 15)[abi - 1] if abi < 5 else 16, 2 * (abi > 3), 2 * (abi > 5)]


@pytest.mark.parametrize("answers", [[-1], [7, -1], [7, 99, -1]])
def test_a_kernel_without_landlock_is_told_apart(monkeypatch, answers):
    """Whether it knows nothing of it, or refuses it now: the level does not name it."""
    monkeypatch.setattr(landlock, "_syscall", lambda *_: answers.pop(0))

    assert landlock.restrict() == 0


@pytest.mark.skipif(os.uname().machine not in seccomp.MACHINES, reason="no filter for it")
@pytest.mark.parametrize(
    "attempt",
    [
        lambda: os.open("/", os.O_RDONLY),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: os.close(0),
        lambda: os.dup(0),
        lambda: os.kill(os.getpid(), 0),
        lambda: os.sched_setaffinity(0, {0}),
        lambda: Path("/tmp/planted").mkdir(),
    ],
)
def test_seccomp_leaves_no_call_but_its_own(attempt):
    """All else fails as on a kernel that has never heard of it."""
    assert walled(seccomp.restrict, attempt) == [True, errno.ENOSYS]


def decide(code, machine, number):
    """Run a filter as the kernel does."""
    lines = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    at = value = 0
    while True:
        operation, if_true, if_false, constant = lines[at]
        if operation == seccomp.RETURN:
            return constant
        if operation == seccomp.LOAD:
            value = {seccomp.NUMBER_AT: number, seccomp.MACHINE_AT: machine}[constant]
            at += 1
        else:
            at += 1 + (if_true if value == constant else if_false)


@pytest.mark.parametrize(("machine", "column"), [("x86_64", 1), ("aarch64", 2)])
def test_the_filter_allows_its_list_and_nothing_else(machine, column):
    """Not for another machine either, nor in the second numbering of x86-64 (bit 30)."""
    words = seccomp.CALLS.split()
    allowed = {int(number) for number in words[column::3]}
    code, constant = seccomp.program(machine), seccomp.MACHINES[machine]

    assert len(allowed) == len(words) / 3
    for number in (*range(600), 1 << 30):
        expected = seccomp.ALLOW if number in allowed else seccomp.FAIL
        assert decide(code, constant, number) == expected
        assert decide(code, constant ^ 1, number) == seccomp.FAIL


def test_an_unknown_machine_has_no_filter(monkeypatch):
    """The numbers differ everywhere; the level then does not name it."""
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(["", "", "", "", "riscv64"]))

    assert not seccomp.restrict()


@pytest.mark.parametrize(("abi", "is_filtered"), [(7, True), (0, True), (7, False), (0, False)])
def test_what_is_not_reached_is_not_claimed(process, monkeypatch, abi, is_filtered):
    """On a kernel without Landlock, or an unknown machine, the doctor hears of it."""
    monkeypatch.setattr(landlock, "restrict", lambda: abi)
    monkeypatch.setattr(seccomp, "restrict", lambda: is_filtered)
    reached = confine(LIMITS)

    assert reached == ["rlimits", *["landlock ABI 7"] * bool(abi), *["seccomp"] * is_filtered]
    assert process["setitimer"] == [(signal.ITIMER_REAL, 3)]
    assert process["prctl"] == confinement.NO_NEW_PRIVILEGES


@pytest.mark.parametrize("hard", [resource.RLIM_INFINITY, 4])
def test_limits_are_lowered_and_never_raised(process, monkeypatch, hard):
    """A lower limit of the machine stays; ours is soft and hard, so that it cannot be lifted."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (4, hard))
    monkeypatch.setattr(landlock, "restrict", lambda: 0)
    monkeypatch.setattr(seccomp, "restrict", lambda: False)
    confine(LIMITS)
    limits = dict(process["setrlimit"])

    assert limits[resource.RLIMIT_FSIZE] == ((5, 5) if hard < 0 else (4, 4))
    assert limits[resource.RLIMIT_AS] == ((1 << 40, 1 << 40) if hard < 0 else (4, 4))
    assert limits[resource.RLIMIT_CPU] == (3, 3)
    assert limits[resource.RLIMIT_NPROC] == limits[resource.RLIMIT_CORE] == (0, 0)


class Done(BaseException):
    """The end of a process, in a test that wants to go on."""


@pytest.mark.parametrize(
    ("job", "answer"),
    [
        ("copies", b'["done", {"bytes": 7}]'),
        ("refuses", b'["refused", "no"]'),
        ("fails", b'["failed", "SystemExit"]'),
        ("unknown", b'["failed", "KeyError"]'),
    ],
)
def test_a_job_is_answered_once(source, target, job, answer):
    """Whatever it does, and however it ends."""

    def refuses(*_):
        raise Refused("no")

    jobs = {"copies": lambda s, t: {"bytes": t.write(s.read())}, "refuses": refuses}
    jobs["fails"] = lambda *_: sys.exit()
    source.seek(0)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        request = f'{{"job": "{job}", "options": {{}}}}'.encode()
        helper.work(request, [theirs.fileno(), source.fileno(), target.fileno()], jobs)

        assert ours.recv(100) == answer


@pytest.mark.parametrize("fault", [None, MemoryError])
def test_a_child_ends_after_its_job(process, monkeypatch, fault):
    """It never comes back into the loop of the helper, even if it cannot answer."""
    worked = []

    def end(status):
        raise Done(status)

    def work(*given):
        worked.extend(given)
        if fault:
            raise fault

    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(helper, "confine", lambda _: ["walls"])
    monkeypatch.setattr(helper, "work", work)
    app, channel = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with app, channel:
        app.send(b"request")
        with pytest.raises(Done):
            helper.serve(channel, {}, LIMITS)
    assert worked[:2] == [b"request", []]
    assert worked[2]["level"](None, None) == {"level": ["walls"]}


def test_the_helper_keeps_nothing_of_a_job(process, monkeypatch, source):
    """It closes what it was sent, and ends with the app."""
    monkeypatch.setattr(os, "fork", lambda: 1)
    app, channel = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with app, channel:
        before = len(list(Path("/proc/self/fd").iterdir()))
        socket.send_fds(app, [b"{}"], [source.fileno()] * 3)
        app.shutdown(socket.SHUT_WR)
        helper.serve(channel, {}, LIMITS)

        assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_helper_loads_its_jobs_first(process, monkeypatch):
    """And leaves the dead to the kernel; a missing library is no reason to stop."""
    served = []
    monkeypatch.setattr(helper, "serve", lambda *given: served.append(given))
    monkeypatch.setattr(helper.gc, "freeze", lambda: None)
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(socket, "socket", lambda fileno: {0: theirs}[fileno])
    limits = '{"seconds": 3, "memory_bytes": 1, "output_bytes": 2}'
    monkeypatch.setattr("sys.path", [])
    with ours:
        helper.main(f'{{"path": ["p"], "jobs": ["os:stat", "nowhere:f"], "limits": {limits}}}')

    jobs = {"os:stat": os.stat}
    assert served == [(theirs, jobs, Limits(seconds=3, memory_bytes=1, output_bytes=2))]
    assert process["signal"] == [(signal.SIGCHLD, signal.SIG_IGN)]
