"""An ASGI 3 application in this process: no socket, no server, every byte as given.

The application is called as uvicorn would call it, on an event loop of the session's own, in a
thread of its own: whoever sends need not be asynchronous, and requests that are sent at the same
moment are answered at the same time. ASGI specification 3.0, HTTP and lifespan 2.3.
"""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from typing import Any, Self
from urllib.parse import unquote_to_bytes

from attacks.model import BODY_KEPT, CHUNK, Framing, Header, Request, Response
from attacks.targets.in_process import (
    Answer,
    InProcessSession,
    InProcessTarget,
    handed_out,
    promised,
)
from attacks.targets.session import TargetError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

SECONDS = 15.0  # for one answer, and for the application to start or to stop
GRACE = 1.0  # seconds more for the loop to say so, unless the application blocks it
ASGI = {"version": "3.0", "spec_version": "2.3"}
FAILURES = (Exception, SystemExit, asyncio.CancelledError)  # a server outlives them


class AsgiSession(InProcessSession):
    """Calls the application on an event loop that runs meanwhile."""

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Run the loop and the application's lifespan."""
        self._served: Future[None] = Future()
        started: Future[None] = Future()
        thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        thread.start()
        wait((started, self._served), SECONDS + GRACE, FIRST_COMPLETED)
        try:
            if not started.done():
                _ended(self._served, "start")
            yield self
        finally:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._stop.set)
            thread.join(SECONDS + GRACE)
        _ended(self._served, "stop")

    def _run(self, started: Future[None]) -> None:
        try:
            asyncio.run(self._serve(started))
            self._served.set_result(None)
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            self._served.set_exception(error)

    async def _serve(self, started: Future[None]) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        lifespan = Lifespan(self._app)
        await lifespan.ask("startup")
        self._state = lifespan.state
        started.set_result(None)
        await self._stop.wait()
        await lifespan.ask("shutdown")

    def answer(self, request: Request, log: io.StringIO) -> Answer:
        """Call the application; an exception that leaves it is a 500, or breaks its answer off."""
        if self._served.done():
            return Answer(response=None, taken=0, failure="the application has stopped the server")
        cycle = Cycle(request)
        scope = _scope(request, self._state)
        called = asyncio.run_coroutine_threadsafe(cycle.run(self._app, scope, log), self._loop)
        wait((called, self._served), SECONDS + GRACE, FIRST_COMPLETED)
        return cycle.answer()


class AsgiTarget(InProcessTarget):
    """An ASGI application, or a function that builds one around an upload folder."""

    session = AsgiSession


def double_called(app: Callable[[Any], Callable[[Receive, Send], Awaitable[None]]]) -> AsgiApp:
    """Return an application of ASGI 2, which is called twice, as one that is called once."""

    async def once(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        await app(scope)(receive, send)

    return once


def _ended(served: Future[None], what: str) -> None:
    """Take the end of the server as it came.

    Raises:
        TargetError: it did not come in time, or was not meant.
    """
    try:
        served.result(timeout=0)
    except TargetError:
        raise
    except TimeoutError as error:
        raise TargetError(f"the application did not {what} within {SECONDS:.0f} s") from error
    except BaseException as error:
        raise TargetError(f"the application stopped the server: {error!r}") from error


class Lifespan:
    """The application's own start and stop; it may know of neither."""

    def __init__(self, app: AsgiApp) -> None:
        self.state: dict[str, Any] = {}
        self._asked: asyncio.Queue[Message] = asyncio.Queue()
        self._told: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(app))

    async def _run(self, app: AsgiApp) -> None:
        scope = {"type": "lifespan", "asgi": ASGI, "state": self.state}
        message = ""
        try:
            await app(scope, self._asked.get, self._told.put)
        except FAILURES as error:
            message = repr(error)
        self._told.put_nowait({"type": "ended", "message": message})

    async def ask(self, phase: str) -> None:
        """Ask for *phase*, and wait until it is done.

        An application that ends before it has started does not know lifespans, and serves all
        the same.

        Raises:
            TargetError: the application says that it failed.
        """
        if self._task.done():
            return
        self._asked.put_nowait({"type": f"lifespan.{phase}"})
        try:
            async with asyncio.timeout(SECONDS):
                told = await self._told.get()
        except TimeoutError as error:
            raise TargetError(f"no end of the {phase} within {SECONDS:.0f} s") from error
        crashed = told["type"] == "ended" and phase == "shutdown" and told["message"]
        if crashed or told["type"] == f"lifespan.{phase}.failed":
            lines = str(told.get("message", "")).strip().splitlines() or ["no reason given"]
            raise TargetError(f"the {phase} failed: {lines[-1]}")


class Cycle:
    """One request and its answer: what the application receives and sends."""

    def __init__(self, request: Request) -> None:
        self.taken = 0
        self._chunks = _arriving(request)
        self._next = next(self._chunks, b"")
        self._all_told = False
        self._breaks_off = promised(request) > request.body.size
        self._without_body = request.method == b"HEAD"
        self._complete = asyncio.Event()
        self._gone = self._over = False
        self._started: Message = {}
        self._body = bytearray()

    async def run(self, app: AsgiApp, scope: Message, log: io.StringIO) -> None:
        """Call *app* and let it run to its end, which may come after that of the answer."""
        try:
            async with asyncio.timeout(SECONDS) as limit:
                await app(scope, self.receive, self.send)
        except FAILURES as error:
            if limit.expired():
                return
            log.write(f"{type(error).__name__}:\n")
        self._over = True

    async def receive(self) -> Message:
        """Hand out the next of the body; then wait until the client is gone."""
        if not self._all_told and (self._next or not self._breaks_off):
            chunk, self._next = self._next, next(self._chunks, b"")
            self._all_told = not self._next
            self.taken += len(chunk)
            more = not self._all_told or self._breaks_off
            return {"type": "http.request", "body": chunk, "more_body": more}
        if not self._breaks_off:
            await self._complete.wait()
        self._gone = True
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take what the application answers, in order; for nobody, once the client is gone.

        Raises:
            RuntimeError: the message is out of turn, which servers do not take.
        """
        if self._gone and not self._complete.is_set():
            return
        expected = "http.response.body" if self._started else "http.response.start"
        if message["type"] != expected or self._complete.is_set():
            raise RuntimeError(f"{message['type']} is out of turn")
        if not self._started:
            self._started = message
            return
        if not self._without_body and len(self._body) < BODY_KEPT:
            self._body += message.get("body", b"")
        if not message.get("more_body", False):
            self._complete.set()

    def answer(self) -> Answer:
        """Return what the client has of it."""
        if self._complete.is_set():
            headers = tuple((bytes(n), bytes(v)) for n, v in self._started.get("headers", ()))
            status, body = self._started["status"], bytes(self._body[:BODY_KEPT])
            response = Response(status=status, headers=headers, body=body)
            return Answer(response=response, taken=self.taken)
        if self._gone:
            return self._none("the client broke off, and could not be answered any more")
        if not self._over:
            return self._none(f"no end of the answer within {SECONDS:.0f} s")
        if self._started:
            return self._none("the answer broke off")
        return Answer(response=Response(status=500), taken=self.taken)

    def _none(self, why: str) -> Answer:
        return Answer(response=None, taken=self.taken, failure=why)


def _arriving(request: Request) -> Iterator[bytes]:
    """Yield what arrives together: pieces that the client sends apart, else all that is there."""
    if request.pause is not None:
        yield from handed_out(request)
        return
    waiting = bytearray()
    for chunk in handed_out(request):
        waiting += chunk
        while len(waiting) >= CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    if waiting:
        yield bytes(waiting)


def _scope(request: Request, state: dict[str, Any]) -> dict[str, Any]:
    path, _, query = request.path.partition(b"?")
    return {
        "type": "http",
        "asgi": ASGI,
        "http_version": "1.1",
        "method": request.method.decode("latin-1"),
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": _headers(request),
        "client": ("127.0.0.1", 40000),
        "server": ("localhost", 80),
        "extensions": {},
        "state": state.copy(),
    }


def _headers(request: Request) -> list[Header]:
    """Return the headers as a server hands them on: names in lower case, values trimmed."""
    given = [(name.lower(), value.strip(b" \t")) for name, value in request.headers]
    if not any(name == b"host" for name, _ in given):
        given.insert(0, (b"host", b"localhost"))
    if request.framing is Framing.CHUNKED:
        given.append((b"transfer-encoding", b"chunked"))
    elif request.declared is not None:
        given.append((b"content-length", request.declared))
    elif request.framing is Framing.DECLARED and request.method not in {b"GET", b"HEAD"}:
        given.append((b"content-length", b"%d" % request.body.size))
    return given
