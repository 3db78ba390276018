"""Debian's clamd with one signature of our own: nothing is downloaded, nothing is configured.

Only a run that names this folder comes here, as ``tox -e clamav`` does.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from reference_app.scanning import EICAR, ClamdScanner
from tests.debian import asked_for, ensure

START_SECONDS = 60
STREAM_MAX = 1024 * 1024
NESTING_MAX = 4
SIGNATURE = "Test.File.EICAR"

CONFIGURATION = """\
Foreground yes
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LocalSocket {folder}/socket
TCPSocket {port}
TCPAddr 127.0.0.1
StreamMaxLength {stream_max}
MaxRecursion {nesting_max}
AlertEncrypted yes
AlertExceedsMax yes
"""


def pytest_ignore_collect(config):
    """Leave this folder out of every other run."""
    return None if asked_for(Path(__file__).parent, config) else True


class Clamd:
    """A running daemon, and the scanners that ask it."""

    def __init__(self, process, folder, port):
        self.process = process
        self.path = str(folder / "socket")
        self.port = port

    def scanner(self, *, seconds=30):
        """Return what asks it over its socket."""
        return ClamdScanner(self.path, seconds)

    def tcp_scanner(self, *, seconds=30):
        """Return what asks it over TCP."""
        return ClamdScanner(("127.0.0.1", self.port), seconds)

    def hang(self):
        """Let it keep its socket and do nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self):
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        """End it at once, hanging or not."""
        self.process.kill()
        self.process.wait()


@contextmanager
def clamd():
    """Run a daemon in a folder of its own, whose short path fits into a socket's name."""
    program = ensure("clamav-daemon", provides="clamd")
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:
        folder, port = Path(name), _free_port()
        (folder / "signatures").mkdir()
        (folder / "signatures" / "local.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
        known = {"folder": folder, "port": port, "stream_max": STREAM_MAX}
        text = CONFIGURATION.format(**known, nesting_max=NESTING_MAX)
        (folder / "clamd.conf").write_text(text)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [program, f"--config-file={folder}/clamd.conf"], stdout=log, stderr=log
            )
        running = Clamd(process, folder, port)
        try:
            _wait(running, folder / "log")
            yield running
        finally:
            running.stop()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(running, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and running.process.poll() is None:
        try:
            running.scanner(seconds=1).version()
        except OSError:
            time.sleep(0.05)  # nothing else says when a daemon listens
        else:
            return
    raise RuntimeError(f"clamd did not start: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def daemon():
    """Run one daemon for all who leave it alone."""
    with clamd() as running:
        yield running


@pytest.fixture
def own_daemon():
    """Run a daemon that the test may stop."""
    with clamd() as running:
        yield running
