"""A live target that asks whom an upload names."""

from __future__ import annotations

import re
import socket
import threading

from attacks.model import Body, Request
from attacks.oracles.canaries import HOST
from attacks.targets.http import HttpTarget
from attacks.targets.listener import listening

AUTHORITY = re.compile(rb"@(127\.0\.0\.1):(\d+)")
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
BODY = b"see http://" + HOST.encode() + b"/x"


def serve(server: socket.socket, *, asks: bool) -> None:
    """Answer two connections; look up what the second one names, if *asks*."""
    server.accept()[0].close()
    connection, _ = server.accept()
    with connection:
        data = b""
        while not data.endswith(b"/x"):
            data += connection.recv(4096)
        found = AUTHORITY.search(data)
        if asks and found:
            socket.create_connection((found[1].decode(), int(found[2]))).close()
        connection.sendall(ANSWER)


def reached(*, asks: bool) -> tuple[str, ...] | None:
    """Return whom the target asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,), kwargs={"asks": asks})
        thread.start()
        with HttpTarget(f"http://127.0.0.1:{server.getsockname()[1]}/").open() as session:
            reply = session.send(Request(path=b"/", body=Body((BODY,))))
        thread.join()
    return reply.reached


def test_a_connection_is_told_as_the_host():
    """Only a target that connects is said to have asked."""
    assert reached(asks=True) == (HOST,)
    assert reached(asks=False) == ()


def test_the_place_is_as_long_as_the_host():
    """What was declared or counted stays true."""
    with listening() as listener:
        sent = listener.named_in(Request(path=b"/", body=Body((BODY,)))).body.to_bytes()

    assert len(sent) == len(BODY)
    assert HOST.encode() not in sent
    assert AUTHORITY.search(sent)
