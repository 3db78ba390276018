"""A shell that runs reproducers, and what they are sent to: a recorder, or a served app."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.serving import make_server

SECONDS = 20
READ = 1024 * 1024
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


@dataclass
class Recorder:
    """Takes one request after another, as whole as they should come, and answers 200."""

    expected: list[int]
    """Body bytes of each request; -1 for chunks, which curl cuts in its own way."""
    seen: list[bytes] = field(default_factory=list)

    @contextlib.contextmanager
    def listening(self):
        """Listen for the length of a block; give the address."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(SECONDS)
            thread = threading.Thread(target=self._serve, args=(server,))
            thread.start()
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
            thread.join(SECONDS)

    def _serve(self, server):
        for size in self.expected:
            with contextlib.suppress(TimeoutError):
                connection, _ = server.accept()
                with connection:
                    connection.settimeout(SECONDS)
                    self.seen.append(self._request(connection, size))
                    connection.sendall(ANSWER)

    def _request(self, connection, size):
        data = bytearray()
        while not self._is_whole(data, size) and (more := connection.recv(READ)):
            data += more
        connection.settimeout(0.05)
        with contextlib.suppress(TimeoutError):  # what comes now is too much
            data += connection.recv(READ)
        return bytes(data)

    @staticmethod
    def _is_whole(data, size):
        head = data.find(b"\r\n\r\n") + 4
        if head < 4:
            return False
        return data.endswith(LAST_CHUNK, head) if size < 0 else len(data) - head >= size


def fire(command, address, *, check=True, **variables):
    """Run *command* in a shell; a target and nothing else is told."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/sh", "-s"],
        input=command.encode(),
        env={**os.environ, "PATH": path, "TARGET": address, **variables},
        capture_output=True,
        timeout=SECONDS,
        check=check,
    )


@contextlib.contextmanager
def served(app):
    """Serve *app* on loopback for the length of a block; give the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(SECONDS)
        server.server_close()
