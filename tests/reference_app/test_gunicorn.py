"""Over real sockets: the client sees the 413, and the server has read little and kept nothing."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from reference_app import create_app
from reference_app.policy import Policy
from tests.reference_app.helpers import (
    BOUNDARY,
    CONTENT_TYPE,
    PNG,
    SECRET,
    enrolled,
    file_part,
    form,
    services,
)

MIB = 1024 * 1024
PIECE = MIB // 16
LIMIT = 16 * MIB + 64 * 1024
DEADLINE = 30
OPENING = file_part(b"a.txt", b"")[:-2]
CLOSING = b"\r\n--" + BOUNDARY + b"--\r\n"


class Server:
    """A gunicorn of its own, on a port of its own."""

    def __init__(self, folder: Path, *, threads=4, workers=1):
        self.folder = folder
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind=127.0.0.1:0"),
                *("--worker-class=gthread", f"--threads={threads}", f"--workers={workers}"),
                "tests.reference_app.counting_server:app",
            ],
            env=os.environ | {"GAUNTLET_TEST_FOLDER": str(folder)},
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
            text=True,
        )
        self.port = self._listening()
        self.token = self._token()

    def _listening(self):
        for line in self.process.stderr:
            if found := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line):
                return int(found[1])
        pytest.fail("gunicorn did not start")

    def _token(self):
        """Make an account in the ledger that the server has made."""
        policy = Policy(upload_folder=self.folder / "store" / "files")
        app = create_app(policy, secret_key=SECRET)
        try:
            return enrolled(app, "alice")
        finally:
            services(app).close()

    @property
    def known(self):
        """What a request must carry."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def url(self):
        """Where the form is."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def received(self):
        """What the worker has taken from sockets so far, settled."""
        path = self.folder / "received"
        read = lambda: int(path.read_text() or 0) if path.exists() else 0  # noqa: E731
        before, now = -1, read()
        while before != now:
            time.sleep(0.3)
            before, now = now, read()
        return now

    @property
    def kept(self):
        """What is in the store."""
        return list((self.folder / "store" / "files").iterdir())

    def stop(self):
        """End the server, workers included."""
        self.process.terminate()
        self.process.communicate(timeout=DEADLINE)


@pytest.fixture
def server(tmp_path):
    """Run a server, and stop it afterwards."""
    running = Server(tmp_path)
    yield running
    running.stop()


def converse(port, head, pieces):
    """Send as much as the server takes, then read whatever it says."""
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE) as client:
        try:
            client.sendall(head)
            for piece in pieces:
                client.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = b""
        while not answer.endswith(b"</html>\n") and (data := _more(client)):
            answer += data
    return int(answer.split()[1]) if answer else None


def _more(client):
    try:
        return client.recv(65536)
    except ConnectionResetError:
        return b""


def head(framing, token=""):
    """Build a request head with *framing* for its body."""
    known = ("Host: localhost", f"Authorization: Bearer {token}", f"Content-Type: {CONTENT_TYPE}")
    lines = ("POST / HTTP/1.1", *known, framing, "", "")
    return "\r\n".join(lines).encode()


def large(size):
    """Yield a legal body of about *size* bytes, in pieces."""
    yield OPENING
    yield from (b"x" * PIECE for _ in range(size // PIECE))
    yield CLOSING


def chunked(pieces):
    """Yield the same in chunks."""
    yield from (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    yield b"0\r\n\r\n"


def test_declared_413_is_seen_by_a_raw_client(server):
    """64 MiB announced: the status arrives, and at most 1 MiB is read in all."""
    length = sum(map(len, large(64 * MIB)))

    assert (
        converse(server.port, head(f"Content-Length: {length}", server.token), large(64 * MIB))
        == 413
    )
    assert server.received <= MIB
    assert server.kept == []


def test_chunked_413_is_seen_by_a_raw_client(server):
    """64 MiB in chunks: the status arrives, and at most the limit and 1 MiB are read in all."""
    chunks = chunked(large(64 * MIB))

    assert converse(server.port, head("Transfer-Encoding: chunked", server.token), chunks) == 413
    assert server.received <= LIMIT + MIB
    assert server.kept == []


@pytest.mark.parametrize("framing", [[], ["-H", "Transfer-Encoding: chunked"], ["-H", "Expect:"]])
def test_413_is_seen_by_curl(server, tmp_path, framing):
    """However curl sends it."""
    (tmp_path / "large.txt").write_bytes(b"x" * 64 * MIB)
    command = ["curl", "-s", "-o", os.devnull, "-w", "%{http_code}", *framing]
    upload = [
        "-H",
        f"Authorization: Bearer {server.token}",
        "-F",
        f"file=@{tmp_path}/large.txt",
        server.url,
    ]
    result = subprocess.run(
        [*command, *upload], capture_output=True, text=True, timeout=DEADLINE, check=False
    )

    assert result.stdout == "413"
    assert server.received <= (LIMIT if "Transfer-Encoding: chunked" in framing else 0) + MIB
    assert server.kept == []


@pytest.mark.parametrize("size", [MIB // 4, 4 * MIB])
def test_401_is_seen_before_a_body_is_read(server, size):
    """Nobody's upload is not read, and still its sender learns why."""
    length = sum(map(len, large(size)))

    assert converse(server.port, head(f"Content-Length: {length}"), large(size)) == 401
    assert server.received <= MIB
    assert server.kept == []


@pytest.mark.parametrize("chunks", [False, True], ids=["declared", "chunked"])
def test_413_is_seen_by_requests(server, chunks):
    """With a length and without one."""
    body = b"".join(large(64 * MIB))
    data = (body[at : at + PIECE] for at in range(0, len(body), PIECE)) if chunks else body
    answer = requests.post(
        server.url,
        data=data,
        headers={"Content-Type": CONTENT_TYPE, **server.known},
        timeout=DEADLINE,
    )

    assert answer.status_code == 413
    assert server.received <= (LIMIT if chunks else 0) + MIB
    assert server.kept == []


def test_a_truncated_body_is_400_and_leaves_nothing(server):
    """Gunicorn hides the truncation; the app counts."""
    body = form(file_part(b"a.png", b"x" * MIB))
    with socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE) as client:
        client.sendall(head(f"Content-Length: {len(body)}", server.token) + body[: MIB // 2])
        client.shutdown(socket.SHUT_WR)
        status = client.recv(65536).split()[1]

    assert status == b"400"
    assert server.kept == []


def test_a_broken_chunk_is_400(server):
    """Gunicorn's own exception is no 500."""
    pieces = [b"zz\r\n", OPENING]

    assert converse(server.port, head("Transfer-Encoding: chunked", server.token), pieces) == 400
    assert server.kept == []


def test_workers_and_threads_share_one_ledger(tmp_path):
    """What one worker stores another one serves."""
    server = Server(tmp_path, workers=3)
    try:
        files = {"file": ("a.png", PNG)}
        how = {"headers": server.known, "timeout": DEADLINE}
        answers = [requests.post(server.url, files=files, **how) for _ in range(20)]
    finally:
        server.stop()

    assert [answer.content for answer in answers] == [PNG] * 20
    assert len(server.kept) == 20
