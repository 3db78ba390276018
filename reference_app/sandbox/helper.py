"""The helper: loads the decoders once, then forks one confined child for each job.

It has no more than the decoders in memory, reads nothing that a client sent, and ends when the
app closes its side. It is single-threaded, so that fork(2) is safe.
"""

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pkgutil import resolve_name
from typing import Any

from reference_app.sandbox import LEVEL, Limits, Refused
from reference_app.sandbox.confinement import confine

REQUEST_BYTES, DESCRIPTORS = 65536, 3

Jobs = dict[str, Callable[..., dict[str, Any]]]


def main(text: str) -> None:
    """Serve the jobs that the settings name; one whose library is missing ends as a failed one."""
    settings = json.loads(text)
    sys.path[:] = settings["path"]
    jobs: Jobs = {}
    for name in settings["jobs"]:
        with suppress(ImportError):
            jobs[name] = resolve_name(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps: no child becomes a zombie
    gc.freeze()  # a collection in a child would copy every page that it visits
    with socket.socket(fileno=0) as channel:
        serve(channel, jobs, Limits(**settings["limits"]))


def serve(channel: socket.socket, jobs: Jobs, limits: Limits) -> None:
    """Fork a child for each request, until the app is gone."""
    while True:
        request, descriptors, _, _ = socket.recv_fds(channel, REQUEST_BYTES, DESCRIPTORS)
        if not request:
            return
        if os.fork() == 0:
            try:
                channel.close()
                reached = confine(limits)
                work(request, descriptors, jobs | {LEVEL: lambda *_, r=reached: {LEVEL: r}})
            finally:
                os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


def work(request: bytes, descriptors: list[int], jobs: Jobs) -> None:
    """Do one job, and write one answer in one message."""
    answer_fd, source_fd, target_fd = descriptors
    try:
        asked = json.loads(request)
        # A child cannot close what it holds; leaving the block writes the rest.
        source = os.fdopen(source_fd, "rb", closefd=False)
        with source, os.fdopen(target_fd, "wb", closefd=False) as target:
            answer: list[object] = ["done", jobs[asked["job"]](source, target, **asked["options"])]
    except Refused as refused:
        answer = ["refused", str(refused)]
    except BaseException as error:  # noqa: BLE001 - whatever it is, the child ends after it
        answer = ["failed", type(error).__name__]
    os.write(answer_fd, json.dumps(answer).encode())
