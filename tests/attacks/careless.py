"""A server that takes whatever looks like an upload, wherever in the stream it stands."""

from __future__ import annotations

import re
import secrets
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = b"<form method=post enctype=multipart/form-data><input type=file name=file></form>"
FILE = re.compile(rb'filename="[^"]+"[^\0]*?\r\n\r\n(.*?)(?:\r\n--|\Z)', re.DOTALL)
SILENCE = 0.2  # seconds after which a client that does not hang up has said all


class _Handler(socketserver.BaseRequestHandler):
    """One connection, read to its end."""

    def handle(self) -> None:
        """Store every file in what came, and answer that all is well."""
        raw = self._everything()
        if b"\r\nExpect:" in raw and not FILE.search(raw):
            return  # waits for a body that nobody asked for
        for content in FILE.findall(raw):
            (self.server.folder / secrets.token_hex(8)).write_bytes(content)
        self.request.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + PAGE)

    def _everything(self) -> bytes:
        self.request.settimeout(SILENCE)
        raw = b""
        try:
            while not (raw.startswith(b"GET / ") and raw.endswith(b"\r\n\r\n")):
                data = self.request.recv(65_536)
                if not data:
                    break
                raw += data
        except TimeoutError:
            pass
        return raw


@contextmanager
def careless(folder: Path) -> Iterator[str]:
    """Serve from *folder* for the length of a block; give the URL."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
    server.folder = folder
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
