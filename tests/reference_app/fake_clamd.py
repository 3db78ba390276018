"""A daemon of a few lines that says, or does not say, what a test tells it to."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


def received(stream):
    """Read a command and the chunks behind it, to the empty one."""
    command = stream.read(10)
    chunks = []
    while length := int.from_bytes(stream.read(4), "big"):
        chunks.append(stream.read(length))
    return command, chunks


class Daemon:
    """A daemon on a socket, which does as told with its one caller and then hangs up."""

    def __init__(self, listener, act):
        self.listener, self.act = listener, act
        self.seen = self.rest = None
        self.gone = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        """Take one call; `shutdown` from the other side ends the wait for it."""
        with self.listener, suppress(OSError):
            line, _ = self.listener.accept()
            with line:
                self.act(self, line)

    def stop(self):
        """Let it go, whatever it waits for."""
        self.gone.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()


def answering(reply):
    """Receive the file, then send *reply*."""

    def act(running, line):
        with line.makefile("rb") as stream:
            running.seen = received(stream)
            line.sendall(reply)
            line.shutdown(socket.SHUT_WR)
            running.rest = stream.read()

    return act


def hanging_up(reply):
    """Send *reply* after the first bytes, and read no further."""

    def act(_running, line):
        line.recv(100)
        line.sendall(reply)

    return act


def silent(running, line):
    """Take the file and say nothing."""
    received(line.makefile("rb"))
    running.gone.wait()


def deaf(running, _line):
    """Do not even read."""
    running.gone.wait()


def dripping(running, line):
    """Send one character after the other, each soon enough for a timeout of its own."""
    received(line.makefile("rb"))
    while not running.gone.wait(0.05):
        line.sendall(b"s")
