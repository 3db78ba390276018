"""A place on this machine that a live target may be told to ask, and that tells if it did.

Nobody sees whom another process connects to. So where an upload names a host that nobody has,
requests to a target on loopback name this listener instead, in as many bytes: a length that was
declared stays true. Whoever connects was told to by an upload.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from attacks import marks
from attacks.model import Request
from attacks.oracles.canaries import HOST

LOOPBACK = "127.0.0.1"
USER = "gauntlet-asks"  # cut to what fills the host's place


class Listener:
    """Takes connections, says nothing and counts them."""

    def __init__(self, opened: socket.socket) -> None:
        self._socket = opened
        place = f"@{LOOPBACK}:{opened.getsockname()[1]}"
        self.authority = USER[: len(HOST) - len(place)] + place

    def named_in(self, request: Request) -> Request:
        """Return *request* with this place wherever it names the host."""
        return marks.filled(request, {HOST: self.authority})

    def visitors(self) -> tuple[str, ...]:
        """Return the host once for each connection since the last call."""
        return tuple(HOST for _ in self._accepted())

    def _accepted(self) -> Iterator[None]:
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return
            yield


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port for as long as the block runs."""
    with socket.create_server((LOOPBACK, 0)) as opened:
        opened.settimeout(0)
        yield Listener(opened)
