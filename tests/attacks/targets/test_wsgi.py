"""A WSGI application called as a server would call it, and watched meanwhile.

Long, because each test brings the few lines of app that show its fact.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from pathlib import Path

import pytest

from attacks.model import BODY_KEPT, Body, Fill, Framing, Request, Response
from attacks.targets.session import Reply, TargetError
from attacks.targets.wsgi import WsgiSession, WsgiTarget


def sent(app, **request) -> Reply:
    """Send one request to *app*."""
    return WsgiSession(app).send(Request(**{"path": b"/", **request}))


def answering(act):
    """Return an app that answers 200 with what *act* makes of the environment."""

    def app(environ, start_response):
        body = act(environ)
        start_response("200 OK", [])
        return [body]

    return app


echo = answering(lambda environ: environ["wsgi.input"].read())


def environ_of(**request) -> dict:
    """Return the environment that an app sees for one request."""
    seen = {}
    sent(answering(lambda environ: seen.update(environ) or b""), **request)
    return seen


@pytest.mark.parametrize(
    ("declared", "taken"),
    [(None, b"0123456789"), (b"4", b"0123"), (b"0", b""), (b"99", b"0123456789")],
)
def test_the_body_ends_at_the_declared_length(declared, taken):
    """A server hands out no byte beyond Content-Length, and cannot hand out what never came."""
    reply = sent(echo, body=Body((b"0123", b"456789")), declared=declared)

    assert (reply.response.body, reply.bytes_read) == (taken, len(taken))


def test_pieces_that_arrive_by_themselves_are_read_one_by_one():
    """As from a socket: no read waits for more, and none returns more than it was asked for."""
    reads = []

    def read(environ):
        while data := environ["wsgi.input"].read(3):
            reads.append(data)
        return b""

    sent(answering(read), body=Body((b"01", b"2345", b"6")), pause=0.5)
    sent(answering(read), body=Body((b"01", b"2345", b"6")))

    assert reads == [b"01", b"234", b"5", b"6", b"012", b"345", b"6"]


def test_a_host_of_the_requests_takes_the_place_of_ours():
    """An app is asked under the name that the probe says, and under no second one."""
    assert environ_of()["HTTP_HOST"] == "localhost"
    assert environ_of(headers=((b"Host", b"other.example"),))["HTTP_HOST"] == "other.example"


@pytest.mark.parametrize("declared", [b"x", b"-1", b"+4", b"4 ", b"9" * 19])
def test_a_length_that_is_no_number_is_passed_on_with_the_whole_body(declared):
    """An absurd length reaches the app as it is; the client ends the body."""
    act = answering(lambda e: e["CONTENT_LENGTH"].encode() + b"|" + e["wsgi.input"].read())
    reply = sent(act, body=Body((b"abc",)), declared=declared)

    assert reply.response.body == declared + b"|abc"


def test_a_chunked_body_comes_whole_and_without_a_length():
    """The server has taken the chunks apart; the length that lies is not sent."""
    body = Body((b"abc", b"def"))
    request = {"body": body, "framing": Framing.CHUNKED, "declared": b"1"}
    environ = environ_of(**request)

    assert environ["HTTP_TRANSFER_ENCODING"] == "chunked"
    assert "CONTENT_LENGTH" not in environ
    assert environ["wsgi.input_terminated"] is True
    assert sent(echo, **request).response.body == b"abcdef"


def test_an_empty_piece_does_not_end_the_body():
    """Only the client's last byte is the end, however the body was put together."""
    body = Body((b"", b"ab", b"", Fill(pattern=b"x", size=0), b"cd"))
    by_two = answering(lambda e: b"".join(iter(lambda: e["wsgi.input"].read(2), b"")))

    assert sent(echo, body=body).response.body == b"abcd"
    assert sent(by_two, body=body).response.body == b"abcd"


@pytest.mark.parametrize(
    ("read", "got"),
    [
        (lambda file: file.read(None), b"one\ntwo\nthree"),
        (lambda file: file.read(5), b"one\nt"),
        (lambda file: file.readline(), b"one\n"),
        (lambda file: file.readline(2), b"on"),
        (b"|".join, b"one\n|two\n|three"),
        (lambda file: b"|".join(file.readlines()), b"one\n|two\n|three"),
        (lambda file: io.BufferedReader(file).read(), b"one\ntwo\nthree"),
    ],
    ids=["all", "some", "line", "part-line", "iterate", "lines", "buffered"],
)
def test_every_way_to_read_that_the_specification_names_works(read, got):
    """PEP 3333 demands read, readline, readlines and iteration of `wsgi.input`."""
    body = Body((b"one\ntw", b"o\nthree"))
    reply = sent(answering(lambda environ: read(environ["wsgi.input"])), body=body)

    assert reply.response.body == got


def test_bytes_read_counts_what_the_app_took():
    """An app that refuses early has taken little of a large body."""
    body = Body((Fill(pattern=b"x", size=10_000_000),))
    reply = sent(answering(lambda environ: environ["wsgi.input"].read(1000)), body=body)

    assert reply.bytes_read == 1000
    assert sent(answering(lambda _: b""), body=body).bytes_read == 0


def test_path_query_and_headers_reach_the_app_as_bytes():
    """Percent escapes are decoded in the path alone; header bytes are Latin-1 characters."""
    environ = environ_of(path=b"/a%2fb\xe9?q=%2f", headers=((b"X-Name", b"\xe9"),))

    assert environ["PATH_INFO"] == "/a/b\xe9"
    assert environ["QUERY_STRING"] == "q=%2f"
    assert environ["HTTP_X_NAME"] == "\xe9"


def test_repeated_headers_are_joined_with_a_comma():
    """An environment has one value for a name, as RFC 3875 section 4.1.18 puts them together."""
    headers = (
        (b"X-A", b"1"),
        (b"Content-Type", b"text/a"),
        (b"x-a", b"2"),
        (b"content-type", b"b"),
    )
    environ = environ_of(headers=headers)

    assert environ["HTTP_X_A"] == "1,2"
    assert environ["CONTENT_TYPE"] == "text/a,b"


def test_a_get_declares_no_length():
    """A request without a body says nothing of one; a POST without one says zero."""
    assert "CONTENT_LENGTH" not in environ_of(method=b"GET")
    assert environ_of(method=b"POST")["CONTENT_LENGTH"] == "0"


def test_an_exception_that_leaves_the_app_is_a_500_with_its_name():
    """A server would answer 500, and its log would tell the type."""

    def app(environ, start_response):
        raise FileNotFoundError(environ["PATH_INFO"])

    reply = sent(app)

    assert (reply.response, reply.exception) == (Response(status=500), "FileNotFoundError")


def test_an_app_that_wants_to_leave_is_a_500_too():
    """A server's worker may die of it, ours does not; the client has no answer either way."""

    def app(environ, start_response):
        raise SystemExit

    reply = sent(app)

    assert (reply.response, reply.exception) == (Response(status=500), "SystemExit")


def test_an_exception_in_the_middle_of_the_answer_is_a_500_too():
    """A body that breaks off is not an answer."""

    def app(environ, start_response):
        start_response("200 OK", [])
        yield b"half"
        raise KeyError("x")

    assert (sent(app).response.status, sent(app).exception) == (500, "KeyError")


@pytest.mark.parametrize(
    ("log", "name"),
    [
        ("Traceback (most recent call last):\n  File 'a'\nOSError: [Errno 36] long\n", "OSError"),
        ("ValueError: first\n\nDuring ...:\n\nKeyError: 'second'\n", "KeyError"),
        ("werkzeug.exceptions.BadRequest: 400\n", "BadRequest"),
        ("RuntimeError\n", "RuntimeError"),
        ("[2026-01-01] ERROR in app: Exception on / [POST]\n", ""),
    ],
)
def test_the_exception_is_read_from_the_log_of_a_500(log, name):
    """A framework that answers 500 itself has logged the traceback to `wsgi.errors`."""

    def app(environ, start_response):
        environ["wsgi.errors"].write(log)
        start_response(environ["PATH_INFO"][1:], [])
        return []

    assert sent(app, path=b"/500 Oops").exception == name
    assert sent(app, path=b"/200 OK").exception == ""


@pytest.mark.parametrize("breaks", [False, True])
def test_the_answer_is_closed_whatever_happens(breaks):
    """PEP 3333: `close` is called even if the iteration fails."""
    closed = []

    class Answer:
        def __iter__(self):
            if breaks:
                raise ValueError
            return iter([b"x"])

        def close(self):
            closed.append(True)

    def app(environ, start_response):
        start_response("200 OK", [])
        return Answer()

    assert sent(app).response.status == (500 if breaks else 200)
    assert closed == [True]


def test_the_last_start_of_an_answer_counts():
    """An app that fails after it began starts again with its error page."""

    def app(environ, start_response):
        start_response("200 OK", [("X-Try", "1")])(b"written, and dropped")
        start_response("503 Busy", [("X-Try", "2")], None)
        return [b"sorry"]

    response = sent(app).response
    assert (response.status, response.headers) == (503, ((b"X-Try", b"2"),))
    assert response.body == b"sorry"


def test_an_app_that_never_starts_an_answer_is_a_500():
    """No status is a broken app and not a broken suite."""
    assert sent(lambda *_: [b"x"]).response.status == 500


def test_only_the_first_part_of_a_large_answer_is_kept():
    """Everything is read, as a server would, and a bounded part is remembered."""
    blocks = 2 * BODY_KEPT // 65536
    taken = []

    def app(environ, start_response):
        start_response("200 OK", [])
        return (taken.append(1) or bytes(65536) for _ in range(blocks + 1))

    assert len(sent(app).response.body) == BODY_KEPT
    assert len(taken) == blocks + 1


def writing(folder: Path):
    """Return an app that writes beside its storage folder and into it."""
    folder.mkdir()

    def app(environ, start_response):
        (folder / "in").write_bytes(b"x")
        (folder.parent / "out").write_bytes(b"x")
        start_response("200 OK", [])
        return []

    return app


def test_what_the_app_writes_is_seen_once():
    """Written paths come with the next look, or by themselves, and then no more."""
    with WsgiTarget("t", build=writing).open() as session:
        session.watch(session.storage_root, ())
        session.send(Request(path=b"/"))
        view = session.look()
        session.send(Request(path=b"/"))
        folder = Path(session.storage_root)

        assert view.escaped == (str(folder.parent / "out"),)
        assert {c.path for c in view.changes} == {str(folder / "in"), str(folder.parent / "out")}
        assert session.written() == (str(folder / "in"), str(folder.parent / "out"))
        assert session.written() == ()


def test_an_app_that_was_not_built_here_shows_what_is_watched(tmp_path):
    """Without a sandbox there is no view, until a folder is named."""
    session = WsgiSession(writing(tmp_path / "up"))
    assert session.storage_root == ""
    assert session.look() is None

    session.watch(str(tmp_path / "up"), ())
    session.send(Request(path=b"/"))

    assert [c.path for c in session.look().changes] == [str(tmp_path / "up" / "in")]


def test_the_sandbox_is_fresh_and_removed_afterwards():
    """Each session starts from nothing and leaves nothing, even if it fails."""
    target, roots = WsgiTarget("t", build=writing), []
    for _ in range(2):
        with suppress(KeyError), target.open() as session:
            session.send(Request(path=b"/"))
            roots.append(Path(session.storage_root))
            raise KeyError

    assert roots[0] != roots[1]
    assert not any(path.exists() for root in roots for path in root.parents[:4])


def test_a_finished_app_is_used_as_it_is():
    """An app that was given is called in each session."""
    with WsgiTarget("t", app=echo).open() as session:
        assert session.send(Request(path=b"/", body=Body((b"x",)))).response.body == b"x"


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit])
def test_an_app_that_cannot_be_built_is_the_targets_fault(error):
    """The message names the target and the reason, even if the app wanted to leave."""

    def build(_):
        raise error("why")

    with pytest.raises(TargetError, match=rf"t: building .* {error.__name__}\('why'\)"):
        WsgiTarget("t", build=build).open().__enter__()


@pytest.mark.parametrize("given", [{}, {"app": echo, "build": writing}])
def test_a_target_is_an_app_or_a_way_to_build_one(given):
    """Neither and both are misuse."""
    with pytest.raises(TargetError, match=re.escape("give either app= or build=")):
        WsgiTarget("t", **given)
