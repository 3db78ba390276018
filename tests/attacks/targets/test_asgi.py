"""An ASGI application called as a server would call it, and watched meanwhile.

Long, because each test brings the few lines of app that show its fact.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import wait
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from attacks.group import at_once
from attacks.model import BODY_KEPT, CHUNK, Body, Fill, Framing, Request, Response
from attacks.targets import asgi
from attacks.targets.asgi import AsgiSession, AsgiTarget, double_called
from attacks.targets.session import Reply, TargetError

START = {"type": "http.response.start", "status": 200, "headers": []}
END = {"type": "http.response.body"}
BODIES = Body((b"0123", b"456789"))


@contextmanager
def session(app):
    """Open a session with *app*."""
    with AsgiTarget("t", app=app).open() as opened:
        yield opened


def sent(app, **request) -> Reply:
    """Send one request to *app*."""
    with session(app) as opened:
        return opened.send(Request(**{"path": b"/", **request}))


def http(act):
    """Return an app that knows no lifespan, and does *act* for a request."""

    async def app(scope, receive, send):
        assert scope["type"] == "http"
        await act(scope, receive, send)

    return app


async def answer(send, body=b"", headers=(), status=200):
    """Send an answer in one piece."""
    await send({**START, "status": status, "headers": list(headers)})
    await send({**END, "body": body})


async def messages(receive):
    """Return what arrives up to the end of the body, or of the client."""
    got = [await receive()]
    while got[-1].get("more_body"):
        got.append(await receive())
    return got


async def echo_(scope, receive, send):
    """Answer with the body."""
    await answer(send, b"".join(m.get("body", b"") for m in await messages(receive)))


echo = http(echo_)


def seen(**request):
    """Return the scope and the messages that an app gets for one request."""
    found = {}

    async def act(scope, receive, send):
        found.update(scope=scope, messages=await messages(receive))
        await answer(send)

    sent(http(act), **request)
    return found


@pytest.fixture
def hurried(monkeypatch):
    """Let nobody wait for long, and leave no thread to the next test."""
    monkeypatch.setattr(asgi, "SECONDS", 0.05)
    monkeypatch.setattr(asgi, "GRACE", 0.05)
    threads = set(threading.enumerate())
    yield
    for late in set(threading.enumerate()) - threads:
        late.join(5)


# -- the request -----------------------------------------------------------------------


def test_the_scope_is_complete():
    """Every key that the specification names is there, in its type."""
    scope = seen(path=b"/a%2fb%C3%A9?q=%2f", headers=((b"X-Name", b" \xe9\t"), (b"x-name", b"2")))

    assert scope["scope"] == {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/a/bé",
        "raw_path": b"/a%2fb%C3%A9",
        "query_string": b"q=%2f",
        "root_path": "",
        "headers": [
            (b"host", b"localhost"),
            (b"x-name", b"\xe9"),
            (b"x-name", b"2"),
            (b"content-length", b"0"),
        ],
        "client": ("127.0.0.1", 40000),
        "server": ("localhost", 80),
        "extensions": {},
        "state": {},
    }


@pytest.mark.parametrize(
    ("request_", "headers"),
    [
        ({"method": b"GET"}, [(b"host", b"localhost")]),
        ({"headers": ((b"Host", b"x"),)}, [(b"host", b"x"), (b"content-length", b"0")]),
        ({"declared": b"x"}, [(b"host", b"localhost"), (b"content-length", b"x")]),
        ({"framing": Framing.LITERAL}, [(b"host", b"localhost")]),
        (
            {"framing": Framing.CHUNKED, "declared": b"7"},
            [(b"host", b"localhost"), (b"transfer-encoding", b"chunked")],
        ),
    ],
    ids=["get", "host", "absurd", "literal", "chunked"],
)
def test_host_and_length_are_those_of_the_request(request_, headers):
    """What the probe says of them is not said twice, and what it leaves out not invented."""
    assert seen(**request_)["scope"]["headers"] == headers


def test_what_flows_arrives_in_blocks():
    """A server hands out what is there; only the last message has nothing behind it."""
    body = Body((b"ab", b"", b"cd", Fill(pattern=b"x", size=CHUNK)))
    found = seen(body=body)["messages"]

    assert [len(m["body"]) for m in found] == [CHUNK, 4]
    assert [m["more_body"] for m in found] == [True, False]
    assert found[0]["body"][:5] == b"abcdx"


def test_what_is_sent_apart_arrives_apart():
    """A pause between the pieces is a message of its own for each."""
    found = seen(body=Body((b"ab", b"", b"cd")), pause=0.0)["messages"]

    assert [m["body"] for m in found] == [b"ab", b"cd"]


def test_no_body_is_one_empty_message():
    """An app that reads has its answer at once."""
    assert seen()["messages"] == [{"type": "http.request", "body": b"", "more_body": False}]


@pytest.mark.parametrize(("declared", "taken"), [(None, b"0123456789"), (b"4", b"0123")])
def test_the_body_ends_at_the_declared_length(declared, taken):
    """A server hands out no byte beyond it, and counts what was taken."""
    reply = sent(echo, body=BODIES, declared=declared)

    assert (reply.response.body, reply.bytes_read) == (taken, len(taken))


def test_an_app_that_does_not_read_has_taken_nothing():
    """An early refusal costs no byte of the body."""
    reply = sent(http(lambda _, __, send: answer(send, status=413)), body=BODIES)

    assert (reply.response.status, reply.bytes_read) == (413, 0)


@pytest.mark.parametrize("body", [BODIES, Body()])
def test_a_client_that_breaks_off_is_told_as_such(body):
    """More was declared than came: the end of the client is not the end of the body."""
    got = []

    async def act(scope, receive, send):
        got.extend(await messages(receive))
        got.append(await receive())
        await answer(send)

    reply = sent(http(act), body=body, declared=b"99")

    assert got[-1] == {"type": "http.disconnect"}
    assert b"".join(m.get("body", b"") for m in got) == body.to_bytes()
    assert reply.response is None
    assert reply.failure == "the client broke off, and could not be answered any more"


def test_an_answer_before_the_client_broke_off_counts():
    """Who refuses on the headers alone is heard."""
    reply = sent(http(lambda _, __, send: answer(send, status=400)), declared=b"99")

    assert reply.response.status == 400


def test_the_client_is_gone_once_it_has_its_answer():
    """To wait for more than the body is to wait for the end of the answer."""
    got = []

    async def act(scope, receive, send):
        await messages(receive)
        waiting = asyncio.create_task(receive())
        await asyncio.sleep(0)
        got.append(waiting.done())
        await answer(send)
        got.append(await waiting)

    assert sent(http(act)).response.status == 200
    assert got == [False, {"type": "http.disconnect"}]


# -- the answer ------------------------------------------------------------------------


def test_an_answer_in_pieces_is_put_together():
    """Header bytes stay as they are, order and repetition too."""
    headers = [(b"set-cookie", b"a"), (b"Set-Cookie", b"\xe9")]

    async def act(scope, receive, send):
        await send({**START, "status": 201, "headers": headers})
        await send({**END, "body": b"one", "more_body": True})
        await send({**END, "body": b"two"})

    assert sent(http(act)).response == Response(status=201, headers=tuple(headers), body=b"onetwo")
    assert sent(http(act), method=b"HEAD").response.body == b""


def test_only_the_first_part_of_a_large_answer_is_kept():
    """Everything is taken, as a client would, and a bounded part is remembered."""
    block = {**END, "body": bytes(65536), "more_body": True}

    async def act(scope, receive, send):
        await send(START)
        for _ in range(2 * BODY_KEPT // 65536):
            await send(block)
        await send({**END, "body": b"x"})

    assert len(sent(http(act)).response.body) == BODY_KEPT


def test_what_the_app_does_after_its_answer_is_seen(tmp_path):
    """A background task belongs to the request that began it."""

    async def act(scope, receive, send):
        await answer(send)
        await asyncio.sleep(0.01)
        (tmp_path / "late").write_bytes(b"x")

    with session(http(act)) as opened:
        assert opened.send(Request(path=b"/")).response.status == 200
        assert opened.written() == (str(tmp_path / "late"),)


@pytest.mark.parametrize("error", [FileNotFoundError, SystemExit, asyncio.CancelledError])
def test_an_exception_before_the_answer_is_a_500(error):
    """A server answers for the app, and its log tells the type."""

    async def act(scope, receive, send):
        raise error

    reply = sent(http(act))

    assert (reply.response, reply.exception) == (Response(status=500), error.__name__)


def test_an_app_that_says_nothing_is_a_500():
    """No status is a broken app and not a broken suite."""

    async def act(scope, receive, send):
        pass

    assert sent(http(act)).response == Response(status=500)


@pytest.mark.parametrize("raises", [False, True])
def test_an_answer_that_stops_half_way_is_none(raises):
    """The status is out already: a server can only cut the connection."""

    async def act(scope, receive, send):
        await send(START)
        await send({**END, "body": b"half", "more_body": True})
        if raises:
            raise KeyError

    reply = sent(http(act))

    assert (reply.response, reply.failure) == (None, "the answer broke off")
    assert reply.exception == ("KeyError" if raises else "")


def test_an_exception_after_the_answer_is_told_with_it():
    """Starlette answers 500 by itself and then lets the exception go on."""

    async def act(scope, receive, send):
        await answer(send, b"sorry", status=500)
        raise ValueError

    reply = sent(http(act))

    assert (reply.response.body, reply.exception) == (b"sorry", "ValueError")


@pytest.mark.parametrize(
    "told",
    [[END], [START, START], [START, {"type": "http.response.trailers"}], [START, END, END]],
    ids=["no-start", "two-starts", "unknown", "after-the-end"],
)
def test_a_message_out_of_turn_is_the_apps_mistake(told):
    """A server raises it in the app's face; what was whole before stays an answer."""
    raised = []

    async def act(scope, receive, send):
        try:
            for message in told:
                await send(message)
        except RuntimeError as error:
            raised.append(str(error))

    sent(http(act))

    assert raised == [f"{told[-1]['type']} is out of turn"]


@pytest.mark.parametrize("pause", [asyncio.sleep, time.sleep], ids=["waits", "blocks"])
def test_no_answer_in_time_is_none(hurried, pause):
    """A deadline ends the wait, whether the app gives the loop back or not."""

    async def act(scope, receive, send):
        if waiting := pause(0.4):
            await waiting
        await answer(send)

    with suppress(TargetError):  # the loop that is blocked cannot stop in time either
        reply = sent(http(act))
        assert (reply.response, reply.failure) == (None, "no end of the answer within 0 s")


# -- the session -----------------------------------------------------------------------


def spanning(**told):
    """Return an app whose lifespan answers as *told*, and a list of what it was asked."""
    asked = []

    async def app(scope, receive, send):
        if scope["type"] == "http":
            await answer(send, repr(scope["state"]).encode())
            return
        scope["state"]["pool"] = 7
        for phase in ("startup", "shutdown"):
            asked.append((await receive())["type"])
            reply = told.get(phase, "complete")
            if isinstance(reply, Exception):
                raise reply
            await send({"type": f"lifespan.{phase}.{reply}", "message": "trace\nwhy: x\n"})

    return app, asked


def test_the_app_is_started_and_stopped_once():
    """What it puts into the state when it starts, each request finds."""
    app, asked = spanning()

    with session(app) as opened:
        assert asked == ["lifespan.startup"]
        assert opened.send(Request(path=b"/")).response.body == b"{'pool': 7}"
        opened.send(Request(path=b"/"))

    assert asked == ["lifespan.startup", "lifespan.shutdown"]


@pytest.mark.parametrize("phase", ["startup", "shutdown"])
def test_a_failed_start_or_stop_is_told_with_its_reason(phase):
    """It is the target's fault, and the last line of the message is the reason."""
    app, _ = spanning(**{phase: "failed"})

    with pytest.raises(TargetError, match=f"the {phase} failed: why: x"), session(app):
        pass


def test_an_app_that_crashes_when_it_stops_is_told():
    """It did know of lifespans, so the exception is one."""
    app, _ = spanning(shutdown=ValueError("why"))

    with pytest.raises(TargetError, match=r"the shutdown failed: ValueError\('why'\)"):
        sent(app)


def test_an_app_that_crashes_when_it_is_asked_to_start_serves_all_the_same():
    """The specification: it does not know of lifespans."""
    assert sent(spanning(startup=ValueError("why"))[0]).response.status == 200


@pytest.mark.parametrize("silent", ["startup", "shutdown"])
def test_a_start_or_stop_without_end_is_given_up(hurried, silent):
    """The wait is finite."""

    async def app(scope, receive, send):
        while scope["type"] == "lifespan":
            phase = (await receive())["type"]
            if phase == f"lifespan.{silent}":
                await asyncio.sleep(9)
            await send({"type": f"{phase}.complete"})

    with pytest.raises(TargetError, match=f"no end of the {silent} within 0 s"), session(app):
        pass


def test_an_app_that_blocks_when_it_starts_is_given_up(hurried):
    """Even where it never gives the loop back."""

    async def app(scope, receive, send):
        time.sleep(0.3)  # noqa: ASYNC251 - the mistake that is shown

    with pytest.raises(TargetError, match="did not start within 0 s"), session(app):
        pass


def test_an_app_that_stops_the_server_is_told():
    """A task of its own that leaves takes the loop along; what comes later has no answer."""

    async def leave():
        raise SystemExit

    async def act(scope, receive, send):
        task = asyncio.get_running_loop().create_task(leave())
        task.add_done_callback(asyncio.Task.exception)  # or its end would be logged later
        await asyncio.sleep(9)

    replies = []
    with pytest.raises(TargetError, match="stopped the server: SystemExit"):
        replies.extend(sent_twice(http(act)))

    assert replies[1].failure == "the application has stopped the server"


def sent_twice(app):
    """Yield the replies to two requests, the second one when all is over."""
    with session(app) as opened:
        yield opened.send(Request(path=b"/"))
        wait((opened._served,), 5)
        yield opened.send(Request(path=b"/"))


def test_requests_at_the_same_moment_are_under_way_together():
    """Each waits for the other, which nobody could who came after it."""
    met = asyncio.Barrier(2)

    async def act(scope, receive, send):
        async with asyncio.timeout(5), met:
            await answer(send)

    with session(http(act)) as opened:
        replies = at_once(opened, [Request(path=b"/")] * 2)

    assert [reply.response.status for reply in replies] == [200, 200]


def writing(folder: Path):
    """Return an app that writes beside its folder on the loop, and into it in a thread."""
    folder.mkdir()

    async def act(scope, receive, send):
        (folder.parent / "out").write_bytes(b"x")
        await asyncio.to_thread((folder / "in").write_bytes, b"x")
        await answer(send)

    return http(act)


def test_what_the_app_writes_is_seen_from_any_thread():
    """The view is that of a target in this process, sandbox and all; nothing is left."""
    threads = set(threading.enumerate())
    with AsgiTarget("t", build=writing).open() as opened:
        opened.watch(opened.storage_root, ())
        opened.send(Request(path=b"/"))
        view, folder = opened.look(), Path(opened.storage_root)

        assert view.escaped == (str(folder.parent / "out"),)
        assert {c.path for c in view.changes} == {str(folder / "in"), str(folder.parent / "out")}

    assert not folder.exists()
    assert set(threading.enumerate()) <= threads


def test_an_app_of_the_former_version_is_called_twice():
    """ASGI 2: once with the scope, once with the rest."""

    def app(scope):
        async def inner(receive, send):
            assert scope["type"] == "http"
            await answer(send, b"two")

        return inner

    assert sent(double_called(app)).response.body == b"two"
    assert AsgiTarget.session is AsgiSession
