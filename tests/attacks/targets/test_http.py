"""A live URL over a socket: a server of a few lines plays each part.

Long, because each test brings the server whose part it plays.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from attacks.model import Body, Capability, Fill, Framing, Request
from attacks.targets import http
from attacks.targets.http import HttpSession, HttpTarget
from attacks.targets.session import TargetError, TargetUsageError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\n\r\n"
GET = Request(path=b"/", method=b"GET")
LARGE = 64 * 1024 * 1024

Handler = Callable[[socket.socket], None]


@contextmanager
def serving(handler: Handler, host: str = "127.0.0.1") -> Iterator[HttpSession]:
    """Run *handler* for each connection, one after the other, and end with the block."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as listener:
        listener.settimeout(0.02)
        stop = threading.Event()
        thread = threading.Thread(target=_accept, args=(listener, handler, stop), daemon=True)
        thread.start()
        try:
            yield HttpSession((host, listener.getsockname()[1]))
        finally:
            stop.set()
            thread.join(5)
    assert not thread.is_alive()


def _accept(listener: socket.socket, handler: Handler, stop: threading.Event) -> None:
    while not stop.is_set():
        with suppress(TimeoutError):
            connection, _ = listener.accept()
            connection.settimeout(5)
            with connection, suppress(OSError):
                handler(connection)


def until(connection: socket.socket, end: bytes) -> bytes:
    """Read until *end* has come, or the client hung up."""
    got = b""
    while end not in got and (data := connection.recv(65536)):
        got += data
    return got


def replying(answer: bytes) -> Handler:
    """Return a handler that reads the head of a request and answers."""

    def handler(connection: socket.socket) -> None:
        until(connection, b"\r\n\r\n")
        connection.sendall(answer)

    return handler


def reset(connection: socket.socket) -> None:
    """Close so that the client is told by RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_pieces_arrive_by_themselves():
    """With a pause between two, the other end reads each alone."""
    reads, times = [], []

    def handler(connection: socket.socket) -> None:
        until(connection, b"\r\n\r\n")
        for _ in range(3):
            reads.append(connection.recv(65536))
            times.append(time.monotonic())
        connection.sendall(OK)

    body = Body((b"one", b"two", b"three"))
    with serving(handler) as session:
        session.send(Request(path=b"/", body=body, pause=0.05))

    assert reads == [b"one", b"two", b"three"]
    assert times[2] - times[0] > 0.09


def test_a_client_may_end_its_half():
    """The other end reads to the end, and its answer still arrives."""
    reads = []

    def handler(connection: socket.socket) -> None:
        reads.append(until(connection, b"never"))
        connection.sendall(OK)

    with serving(handler) as session:
        reply = session.send(Request(path=b"/", body=Body((b"x",)), half_close=True))

    assert reads[0].endswith(b"\r\n\r\nx")
    assert reply.response is not None


def test_bytes_are_sent_as_they_were_built():
    """Nothing is added but Host, framing and the wish to close; nothing is repaired."""
    got = []

    def handler(connection):
        got.append(until(connection, b"\xffend"))
        connection.sendall(OK)

    request = Request(path=b"/a b", headers=((b"X", b"\x00\xff"),), body=Body((b"x\r\n\xffend",)))
    with serving(handler) as session:
        reply = session.send(request)

    host = session.host.encode()
    expected = b"POST /a b HTTP/1.1\r\nHost: %b\r\nX: \x00\xff\r\nContent-Length: 7\r\n" % host
    assert got == [expected + b"Connection: close\r\n\r\nx\r\n\xffend"]
    assert (reply.response.status, reply.response.body, reply.failure) == (200, b"ok", "")


def test_a_chunked_answer_is_put_together():
    """What is kept is the content, not its framing."""
    answer = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )

    with serving(replying(answer)) as session:
        assert session.send(GET).response.body == b"abcde"


def test_an_answer_that_comes_while_we_send_ends_the_sending():
    """A server that refuses at the head is heard before the body is through."""
    taken = []

    def handler(connection):
        until(connection, b"\r\n\r\n")
        connection.sendall(TOO_LARGE)
        connection.shutdown(socket.SHUT_WR)
        taken.append(sum(map(len, iter(lambda: connection.recv(65536), b""))))

    body = Body((Fill(pattern=b"x", size=LARGE),))
    with serving(handler) as session:
        assert session.send(Request(path=b"/", body=body)).response.status == 413

    assert taken[0] < LARGE / 2


def test_an_answer_is_read_after_the_sending_has_failed():
    """A server that answers and hangs up breaks the send; its answer still counts."""

    def handler(connection):
        until(connection, bytes(9))  # so that the client is in the middle of its body
        connection.sendall(TOO_LARGE)  # closing with bytes unread sends a reset

    one_piece = Body((bytes(LARGE),))  # so that we cannot look for an answer in between
    with serving(handler) as session:
        reply = session.send(Request(path=b"/", body=one_piece))

    assert reply.response is not None
    assert reply.response.status == 413


def test_a_reset_without_an_answer_is_a_failure():
    """There is no response, and the reason is in words."""

    def handler(connection):
        until(connection, b"\r\n\r\n")
        reset(connection)

    with serving(handler) as session:
        reply = session.send(GET)

    assert reply.response is None
    assert reply.failure == "connection broke: Connection reset by peer"


def test_a_close_without_an_answer_is_a_failure():
    """A server that hangs up has not answered."""
    with serving(replying(b"")) as session:
        assert session.send(GET).failure == "closed without an answer"


def test_silence_is_a_failure(monkeypatch):
    """A server that says nothing is waited for no longer than the bound."""
    monkeypatch.setattr(http, "SECONDS", 0.1)

    with serving(lambda connection: until(connection, b"never")) as session:
        reply = session.send(GET)

    assert (reply.response, reply.failure) == (None, "no end of the answer within 0 s")


def test_a_trickle_is_cut_off_at_the_bound(monkeypatch):
    """The bound is for the whole answer: a byte now and then does not prolong it."""
    monkeypatch.setattr(http, "SECONDS", 0.2)
    sent = []

    def handler(connection):
        while len(sent) < 100 and not threading.Event().wait(0.05):
            connection.sendall(b"H")
            sent.append(1)

    with serving(handler) as session:
        assert session.send(GET).response is None

    assert len(sent) < 20


def test_what_came_before_the_silence_is_an_answer(monkeypatch):
    """A server that forgets to close has answered all the same."""
    monkeypatch.setattr(http, "SECONDS", 0.1)

    def handler(connection):
        connection.sendall(OK)
        until(connection, b"never")

    with serving(handler) as session:
        reply = session.send(GET)

    assert (reply.response.body, reply.failure) == (b"ok", "no end of the answer within 0 s")


def test_an_answer_that_breaks_off_keeps_the_reason():
    """What came is an answer; that it is not all of it is told beside it."""

    def handler(connection):
        until(connection, b"\r\n\r\n")
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha")
        reset(connection)

    with serving(handler) as session:
        reply = session.send(GET)

    assert reply.response is None or reply.response.body == b"ha"
    assert reply.failure == "connection broke: Connection reset by peer"


def test_a_request_that_is_not_taken_in_time_is_given_up(monkeypatch):
    """A server that reads drop by drop does not hold up the run."""
    monkeypatch.setattr(http, "SEND_SECONDS", 0.1)

    def handler(connection):
        while not threading.Event().wait(0.05) and connection.recv(4 * http.READ):
            pass

    body = Body((Fill(pattern=b"x", size=LARGE),))
    with serving(handler) as session:
        reply = session.send(Request(path=b"/", body=body))

    assert (reply.response, reply.failure) == (None, "the request was not taken within 0 s")


def test_an_answer_is_read_up_to_a_bound(monkeypatch):
    """An endless answer does not fill our memory."""
    monkeypatch.setattr(http, "RAW_MAX", 100_000)

    def handler(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(65536))

    with serving(handler) as session:
        assert 0 < len(session.send(GET).response.body) <= 100_000 + http.READ


@pytest.mark.parametrize("answer", [b"gopher", b"HTTP/1.1 xyz\r\n\r\n", b"HTTP/1.1 200 OK\r\n"])
def test_a_malformed_answer_is_a_failure(answer):
    """Bytes that two readers could understand differently are not an answer."""
    with serving(replying(answer)) as session:
        reply = session.send(GET)

    assert reply.response is None
    assert reply.failure.startswith("malformed response: ")


@pytest.mark.parametrize(
    ("declared", "framing", "ends"),
    [
        (b"99", Framing.DECLARED, True),
        (b"9" * 30, Framing.DECLARED, True),
        (b"3", Framing.DECLARED, False),
        (b"x", Framing.DECLARED, False),
        (None, Framing.DECLARED, False),
        (b"99", Framing.CHUNKED, False),
    ],
)
def test_we_hang_up_only_where_we_promised_more(declared, framing, ends):
    """A body shorter than declared must end, or both sides would wait."""
    got = []

    def handler(connection):
        until(connection, b"abc")
        connection.settimeout(0.1)
        with suppress(TimeoutError):  # the end of the client's half, or nothing at all
            while got.append(connection.recv(99)) or got[-1]:
                pass
        connection.sendall(OK)

    request = Request(path=b"/", body=Body((b"abc",)), declared=declared, framing=framing)
    with serving(handler) as session:
        assert session.send(request).response.status == 200

    assert (got[-1:] == [b""]) is ends


def test_nobody_listening_is_a_failure_of_the_exchange():
    """A server that went away in the middle of a run is told, not raised."""
    with serving(reset) as session:
        pass

    reply = session.send(GET)
    assert reply.response is None
    assert reply.failure == "cannot connect: Connection refused"


def test_nobody_listening_at_the_start_is_the_targets_fault():
    """A run against nothing does not begin."""
    with serving(reset) as session:
        address = session._address
    target = HttpTarget(f"http://127.0.0.1:{address[1]}/")

    with pytest.raises(TargetError, match="cannot connect: Connection refused"):
        target.open().__enter__()


def test_a_session_opens_on_what_the_url_says():
    """Address and page come from the URL; the name, which goes into records, is without query."""
    with serving(replying(OK)) as session:
        port = session._address[1]
        target = HttpTarget(f"http://localhost:{port}/up?x=1")
        with target.open() as opened:
            assert opened.send(GET).response.status == 200

    assert (target.name, target.page) == ("http://localhost/up", "/up?x=1")
    assert opened.host == f"localhost:{port}"
    assert opened.capabilities == {Capability.SOCKET}
    assert (opened.written(), opened.storage_root) == ((), "")


def test_an_ipv6_address_is_bracketed_in_the_host_header():
    """RFC 3986 section 3.2.2: a colon in a host needs brackets."""
    target = HttpTarget("http://[::1]:81")

    assert HttpSession(("::1", 80)).host == "[::1]:80"
    assert (target.address, target.name) == (("::1", 81), "http://[::1]/")


def test_an_at_sign_behind_the_host_is_no_user():
    """A path and a query may hold any of the marks that an address is made of."""
    assert HttpTarget("http://127.0.0.1/@me?to=a@b").page == "/@me?to=a@b"


def test_the_disk_is_seen_where_a_root_is_known(tmp_path):
    """The root is looked at in full, its parent one level deep; without a root there is no view."""
    root = tmp_path / "up"
    root.mkdir()
    session = HttpSession(("127.0.0.1", 1))
    assert session.look() is None

    session.watch(str(root), (str(tmp_path / "ledger"),))
    for path in (root / "a", tmp_path / "beside", tmp_path / "ledger"):
        path.touch()

    with (root / "a").open("rb"):  # ours, not the server's
        view = session.look()
    inside = {change.path: change.inside for change in view.changes}
    assert view.left_open == 0
    assert inside == {str(root / "a"): True, str(tmp_path / "beside"): False}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "[::1]", "localhost", "LOCALHOST"])
def test_loopback_needs_no_permission(host):
    """What is on this machine may be attacked."""
    assert HttpTarget(f"http://{host}").page == "/"


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "example.com", "localhost.example.com", "[2001:db8::1]"]
)
def test_another_host_is_refused_unless_it_is_named_twice(host):
    """Nobody attacks a stranger by a slip of the keyboard."""
    url, name = f"http://{host}/", host.strip("[]")

    with pytest.raises(TargetError, match=f"--allow-host {name}$"):
        HttpTarget(url, allow_hosts=("other.example",))
    assert HttpTarget(url, allow_hosts=(name,)).address == (name, 80)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://127.0.0.1/", "put a local proxy in front"),
        ("ftp://127.0.0.1/", "is not an http:// URL"),
        ("http:///path", "is not an http:// URL"),
        ("http://127.0.0.1:99999/", "[Pp]ort"),
        ("http://[::1/", "Invalid IPv6"),
        ("http://user@127.0.0.1/", "give headers in a profile"),
        ("http://:secret@127.0.0.1:99999/", "give headers in a profile"),
        ("https://user:secret@127.0.0.1/?a@b", "give headers in a profile"),
    ],
)
def test_a_url_that_cannot_be_attacked_is_refused_with_a_reason(url, reason):
    """The message tells what is wrong, whatever it is."""
    with pytest.raises(TargetUsageError, match=reason) as error:
        HttpTarget(url)
    assert "secret" not in str(error.value)
