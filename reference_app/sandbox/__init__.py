"""Where hostile content is decoded: a child process that can do nothing but compute.

A decoder reads what the client wrote, and decoders have bugs. So no image and no document is
opened in the process that holds the accounts, the keys and the store. One helper is started
per process, with an empty environment, and forks a confined child for each job:

    app ── job, descriptors ──► helper ── fork ──► child: confined, one job, one answer, exit

The child gets the file read-only and the target write-only, each opened anew, so that offsets
are its own. An answer counts only once the child is gone: nothing is written after it.

What comes out of the child is as hostile as what went in, and is read that way.
"""

import json
import os
import re
import socket
import subprocess  # one command of ours, without a shell  # nosec B404
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

REENCODE_IMAGE = "reference_app.sandbox.images:reencode"
INSPECT_PDF = "reference_app.sandbox.pdfs:inspect"
JOBS = (REENCODE_IMAGE, INSPECT_PDF)
LEVEL = "level"

PACKAGE = str(Path(__file__).parents[1])
ANSWER_BYTES, START_SECONDS = 4096, 10
PLAIN = re.compile(r"[A-Za-z0-9 ,;()/-]{1,120}")

# The front door of the package loads the web framework, which a decoder has no use for.
START = """
import sys, types
package = sys.modules["reference_app"] = types.ModuleType("reference_app")
package.__path__ = [sys.argv[1]]
from reference_app.sandbox.helper import main
main(sys.argv[2])
"""


class Limits(NamedTuple):
    """What one job may use."""

    seconds: int
    """By the clock on the wall, and of CPU."""
    memory_bytes: int
    """Of address space; the interpreter and its libraries take about 50 MB of it."""
    output_bytes: int
    """The largest file that the child can write."""


class Refused(Exception):  # noqa: N818 - an answer, not a failure of ours
    """The job understood the content and does not accept it; the text is a fixed one."""


class Stopped(Exception):  # noqa: N818 - as above
    """The child crashed, ran into a limit, or answered what no job answers."""


class Sandbox:
    """Runs jobs in confined children; may be shared by threads, and survives a fork.

    A job is named ``module:function``; the helper looks where this process looks for modules.
    """

    def __init__(self, limits: Limits, *, jobs: tuple[str, ...] = JOBS) -> None:
        self._limits = limits
        self._settings = json.dumps({"limits": limits._asdict(), "jobs": jobs, "path": sys.path})
        self._lock = threading.RLock()
        self._helper: subprocess.Popen[bytes] | None = None
        self._channel = socket.socket()
        self._channel.close()  # until there is a helper

    def run(
        self, job: str, source: BinaryIO, target: BinaryIO | None = None, **options: Any
    ) -> dict[str, Any]:
        """Run *job* on a file and return its answer, which is as trusted as the file.

        Of the files the descriptors count; the target is overwritten from its beginning.

        Raises:
            Refused: the content is not acceptable.
            Stopped: there is no answer, and the target may hold anything.
        """
        request = json.dumps({"job": job, "options": options}).encode()
        source_path = Path(f"/dev/fd/{source.fileno()}")
        target_path = Path(os.devnull if target is None else f"/dev/fd/{target.fileno()}")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            # Opened once more, no offset is shared and neither file can be used the other way.
            with theirs, source_path.open("rb") as readable, target_path.open("wb") as writable:
                self._send(request, [each.fileno() for each in (theirs, readable, writable)])
            return _outcome(self._answer(ours))

    def level(self) -> tuple[str, ...]:
        """Return what confines a child on this machine."""
        with Path(os.devnull).open("rb") as nothing:
            return tuple(map(str, self.run(LEVEL, nothing)[LEVEL]))

    def close(self) -> None:
        """End the helper; the next job starts another, and children end by their own timers."""
        with self._lock:
            self._channel.close()
            if self._helper:
                self._helper.kill()
                self._helper.wait()
            self._helper = None

    def _send(self, request: bytes, descriptors: list[int]) -> None:
        with self._lock:
            # In a forked process the helper is no child of ours, and counts as gone as well.
            if self._helper is None or self._helper.poll() is not None:
                self._start()
            try:
                socket.send_fds(self._channel, [request], descriptors)
            except OSError as error:
                self.close()
                raise Stopped("the helper does not take the job") from error

    def _start(self) -> None:
        self._channel.close()
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._channel.settimeout(START_SECONDS)
        command = [sys.executable, "-I", "-c", START, PACKAGE, self._settings]
        null, stdin = subprocess.DEVNULL, theirs.fileno()
        with theirs:  # a session of its own keeps it from a terminal's signals
            self._helper = subprocess.Popen(  # noqa: S603 - our own command  # nosec B603
                command, stdin=stdin, stdout=null, stderr=null, env={}, start_new_session=True
            )

    def _answer(self, ours: socket.socket) -> bytes:
        """Return the answer of a child that has ended: the stream ends with it."""
        ours.settimeout(self._limits.seconds + START_SECONDS)
        try:
            answer, more = ours.recv(ANSWER_BYTES), ours.recv(1)
        except TimeoutError as error:
            self.close()
            raise Stopped("the child outlived its limit") from error
        if more or not answer:
            raise Stopped("the child crashed or met a limit")
        return answer


def _outcome(answer: bytes) -> dict[str, Any]:
    try:
        kind, value = json.loads(answer)
    except (ValueError, TypeError, RecursionError) as error:
        raise Stopped("the child answered junk") from error
    if kind == "refused" and isinstance(value, str) and PLAIN.fullmatch(value):
        raise Refused(value)
    if kind != "done" or not isinstance(value, dict):
        raise Stopped("the job failed")
    return value
