"""Decoders that an attacker has taken over: what runs in the child when all else has failed."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import stat
import threading
import time
from contextlib import suppress
from pathlib import Path

from reference_app.sandbox import Refused

MIB = 1024 * 1024
HIGHEST = 64


def honest(source, target, **options):
    """Copy the file, and say what was asked."""
    return {"copied": target.write(source.read()), "options": options}


def refuses(_source, _target, *, text):
    """Say no in these words."""
    raise Refused(text)


def surroundings(source, target):
    """Tell what a child finds."""
    return {
        "environment": dict(os.environ),
        "descriptors": [fd for fd in range(HIGHEST) if _is_open(fd)],
        "files": [source.fileno(), target.fileno()],
    }


def _is_open(fd):
    with suppress(OSError):
        return bool(os.fstat(fd))
    return False


def _answer_fd():
    return next(fd for fd in range(HIGHEST) if _is_open(fd) and stat.S_ISSOCK(os.fstat(fd).st_mode))


def allocates(_source, _target):
    """Take memory without end."""
    held = []
    while True:
        held.append(bytearray(MIB))


def loops(_source, _target):
    """Compute for ever."""
    while True:
        pass


def sleeps(_source, _target):
    """Wait for ever, with the timer disarmed and its signal ignored, if that can be done."""
    with suppress(OSError):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
    with suppress(OSError):
        signal.setitimer(signal.ITIMER_REAL, 0)
    while True:
        time.sleep(1)


def forks(_source, _target):
    """Multiply; bounded, in case that it works."""
    for _ in range(4):
        if os.fork() == 0:
            os._exit(0)
    return {}


def runs_a_program(_source, _target):
    """Become another program."""
    os.execv("/bin/true", ["true"])


def starts_a_thread(_source, _target):
    """Run twice at once."""
    threading.Thread(target=time.sleep, args=(0,)).start()
    return {}


def reads_a_file(_source, _target):
    """Read what everybody may read."""
    return {"text": Path("/etc/passwd").read_text("utf-8")[:100]}


def lists_a_folder(_source, _target, *, folder):
    """Look around."""
    return {"names": [path.name for path in Path(folder).iterdir()]}


def plants_a_file(_source, _target, *, folder):
    """Write into a folder that is open to all."""
    Path(folder, "planted").write_text("planted", "utf-8")
    return {}


def opens_a_mode(_source, _target, *, folder):
    """Change the mode of a file: Landlock does not know of it."""
    Path(folder, "kept").chmod(0o777)
    return {}


def removes_a_file(_source, _target, *, folder):
    """Unlink a file in a folder that is open to all."""
    Path(folder, "kept").unlink()
    return {}


def connects(_source, _target, *, port):
    """Call home."""
    socket.create_connection(("127.0.0.1", port), timeout=1).close()
    return {}


def opens_a_socket(_source, _target):
    """Make a socket of a kind that Landlock does not know."""
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    return {}


def kills(_source, _target, *, pid):
    """Kill another process."""
    os.kill(pid, signal.SIGKILL)
    return {}


def raises_its_limits(_source, _target):
    """Take off the limit, as root may."""
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    return {}


def writes_too_much(_source, target):
    """Fill the disk."""
    for _ in range(64):
        target.write(bytes(MIB))
    return {}


def changes_the_source(source, _target):
    """Write into the file that is judged."""
    os.write(source.fileno(), b"changed")
    return {}


def reads_the_target(_source, target):
    """Read what another wrote there."""
    return {"text": os.read(target.fileno(), 10).decode()}


def leaves(_source, _target):
    """End without a word."""
    os._exit(0)


def crashes(_source, _target):
    """Follow a null pointer."""
    ctypes.string_at(0)


def exits(_source, _target):
    """Raise what is no error."""
    raise SystemExit


def says_nothing_that_is_json(_source, _target):
    """Answer with what cannot be written down."""
    return {"answer": object()}


def says_too_much(_source, _target):
    """Answer at length."""
    return {"answer": "A" * 10 * MIB}


def answers(_source, _target, *, text):
    """Answer past the helper, and end."""
    os.write(_answer_fd(), bytes.fromhex(text))
    os._exit(0)


def answers_twice(_source, _target):
    """Answer past the helper, and then as usual."""
    os.write(_answer_fd(), b'["done", {}]')
    return {}


def answers_and_stays(_source, target):
    """Seem to be gone, and change the target once it has been looked at."""
    fd = _answer_fd()
    os.write(fd, b'["done", {}]')
    with suppress(OSError):
        os.dup2(target.fileno(), fd)
    with suppress(OSError):
        os.close(fd)
    while True:
        time.sleep(0.05)
        target.write(b"late")
        target.flush()
