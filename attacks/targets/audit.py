"""The interpreter's own account of what was written, and of who was asked (PEP 578).

A hook cannot be removed, so one is installed for the process and records only while a
`recording` is open. Paths relative to a directory handle are resolved where the event
names the handle (rename, link); ``open`` does not name it.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
UNNAMED = getattr(os, "O_TMPFILE", 0) & ~os.O_DIRECTORY
# For each event, which arguments are written paths, each with its directory handle if any.
WRITTEN: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.truncate": ((0, None),),
    "os.symlink": ((1, 2),),
    "os.link": ((1, 3),),
    "os.rename": ((0, 2), (1, 3)),
}
# For each event, which argument is a host or an address.
ASKED = {
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.connect": 1,
    "socket.sendto": 1,
}
# What is no file on a disk, but for /dev/shm, where sandboxes are.
IGNORED = re.compile(r"/(?:dev/(?!shm/)|proc/|sys/)")

_open_recordings: list[list[str]] = []
_open_calls: list[list[str]] = []
_installed = False
_lock = threading.Lock()  # steps may be sent at the same moment


@contextmanager
def recording() -> Iterator[list[str]]:
    """Collect the paths that this process writes while the block runs, in order."""
    with _among(_open_recordings) as paths:
        yield paths


@contextmanager
def calls() -> Iterator[list[str]]:
    """Collect the hosts and addresses that this process asks for while the block runs."""
    with _among(_open_calls) as hosts:
        yield hosts


@contextmanager
def _among(open_lists: list[list[str]]) -> Iterator[list[str]]:
    _install()
    found: list[str] = []
    with _lock:
        open_lists.append(found)
    try:
        yield found
    finally:
        with _lock:  # by identity: another list may hold equal paths
            open_lists[:] = [each for each in open_lists if each is not found]


def _install() -> None:
    global _installed  # noqa: PLW0603 - the hook itself is global to the process
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if event in ASKED:
        for hosts in _open_calls:
            hosts.append(_host(args[ASKED[event]]))
    if not _open_recordings:
        return
    for path in _paths(event, args):
        if not IGNORED.match(path) and "/__pycache__/" not in path:
            for recorded in _open_recordings:
                recorded.append(path)


def _paths(event: str, args: tuple[Any, ...]) -> Iterator[str]:
    if event == "open":
        path, _, flags = args
        if isinstance(flags, int) and flags & WRITING and not flags & UNNAMED:
            yield from _absolute(path, -1)
    for position, handle in WRITTEN.get(event, ()):
        yield from _absolute(args[position], -1 if handle is None else args[handle])


def _absolute(path: Any, handle: int) -> Iterator[str]:
    if not isinstance(path, str | bytes | os.PathLike):
        return  # a descriptor: its path was recorded when it was opened
    with suppress(OSError):  # no working directory, or a handle that is closed
        base = Path.cwd() if handle < 0 else Path(f"/proc/self/fd/{handle}").resolve()
        yield os.path.normpath(base / os.fsdecode(path))


def _host(address: Any) -> str:
    """Return a host, or host and port, or the path of a local socket, as text."""
    parts = address if isinstance(address, tuple) else (address,)
    texts = (os.fsdecode(each) if isinstance(each, bytes) else str(each) for each in parts[:2])
    return ":".join(texts)
