"""A live URL over a raw socket: the bytes that are built are the bytes that are sent.

One connection a request, closed by the server. After a send that fails the client reads
on: a server that refuses early answers first and closes then, and the answer is what
counts. Nothing here follows a redirect, keeps a cookie or repairs a header.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import itertools
import re
import select
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

from attacks.model import Capability, DiskView, Request
from attacks.targets.disk import DiskWatch
from attacks.targets.listener import Listener, listening
from attacks.targets.logs import LogReader, reading
from attacks.targets.session import Hints, Reply, TargetError, TargetUsageError
from attacks.wire import http1

SECONDS = 15.0  # for one answer; a server that stays silent longer has not answered
SEND_SECONDS = 60.0  # for one request; a server that reads slower is not one to attack
READ = 64 * 1024
AUTHORITY_END = re.compile(r"[/?#]")
RAW_MAX = 8 * 1024 * 1024  # bytes of an answer that are read


class HttpTarget:
    """A server that listens on loopback, or on a host that the caller allowed by name."""

    renews = False

    def __init__(
        self, url: str, *, hints: Hints | None = None, allow_hosts: tuple[str, ...] = ()
    ) -> None:
        host, port, self.page = _split(url)
        if not _is_loopback(host) and host not in allow_hosts:
            raise TargetUsageError(
                f"{host} is not on loopback. Attack only what you own; if this is "
                f"yours, name it twice: --allow-host {host}"
            )
        # Neither port nor query: they differ between runs, and a query may hold a secret.
        self.name = f"http://{_in_url(host)}{self.page.partition('?')[0]}"
        self.hints = hints or Hints()
        self.address = (host, port)

    @contextmanager
    def open(self) -> Iterator[HttpSession]:
        """Start a session.

        Raises:
            TargetError: nothing listens at the address.
        """
        try:
            socket.create_connection(self.address, timeout=SECONDS).close()
        except OSError as error:
            raise TargetError(f"{self.name}: cannot connect: {error.strerror or error}") from error
        here = listening() if _is_loopback(self.address[0]) else nullcontext()
        with reading(self.hints.log_file) as log, here as listener:
            yield HttpSession(self.address, log, self.hints.pid, listener)


class HttpSession:
    """Sends each request over a connection of its own."""

    storage_root = ""
    ages = False

    def __init__(
        self,
        address: tuple[str, int],
        log: LogReader | None = None,
        pid: int = 0,
        listener: Listener | None = None,
    ) -> None:
        self._address = address
        self._listener = listener
        self.pid = pid
        self._log = log
        seen = {Capability.SOCKET, *({Capability.LOGS} if log else ())}
        self.capabilities: frozenset[Capability] = frozenset(seen)
        self.host = f"{_in_url(address[0])}:{address[1]}"
        self._disk: DiskWatch | None = None

    def send(self, request: Request) -> Reply:
        """Send *request* and read the answer, even if sending fails half-way."""
        if self._listener is None:
            return self._sent(request)
        reply = self._sent(self._listener.named_in(request))
        return dataclasses.replace(reply, reached=self._listener.visitors())

    def _sent(self, request: Request) -> Reply:
        messages = itertools.chain([http1.head(request, self.host.encode())], http1.body(request))
        try:
            with closing(socket.create_connection(self._address, timeout=SECONDS)) as connection:
                raw, failure = _exchanged(connection, messages, request)
        except OSError as error:
            return Reply(response=None, failure=f"cannot connect: {error.strerror or error}")
        if not raw:
            return Reply(response=None, failure=failure or "closed without an answer")
        try:
            return Reply(response=http1.parse_response(raw), failure=failure)
        except http1.MalformedResponse as error:
            return Reply(response=None, failure=f"malformed response: {error}")

    def log(self) -> tuple[str, ...]:
        """Return the lines logged since the last call."""
        return self._log() if self._log else ()

    def age(self) -> None:
        """Do nothing: the clock of another process is its own."""

    def written(self) -> tuple[str, ...]:
        """Return nothing: another process writes."""
        return ()

    def watch(self, storage_root: str, state_paths: tuple[str, ...]) -> None:
        """Compare the storage root in full, and its parent folder one level deep."""
        parent = str(Path(storage_root).parent)
        self._disk = DiskWatch(
            root=storage_root,
            folders=(storage_root,),
            surroundings=(parent,),
            state_paths=state_paths,
            in_process=False,
        )

    def look(self) -> DiskView | None:
        """Return what changed since the last look, where a storage root is known."""
        return self._disk.look() if self._disk else None


def _split(url: str) -> tuple[str, int, str]:
    """Return host, port and page of *url*."""
    if "@" in AUTHORITY_END.split(url.partition("://")[2], maxsplit=1)[0]:
        raise TargetUsageError("the URL holds a user or a password; give headers in a profile")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 80
    except ValueError as error:
        raise TargetUsageError(f"{url!r}: {error}") from error
    if parts.scheme != "http" or not host:
        raise TargetUsageError(f"{url!r} is not an http:// URL (TLS: put a local proxy in front)")
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host  # RFC 3986 section 3.2.2


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _exchanged(
    connection: socket.socket, messages: Iterable[bytes], request: Request
) -> tuple[bytes, str]:
    """Send *messages* while reading; return what was read and why it ended early, if it did."""
    received, pause = bytearray(), request.pause or 0
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each piece by itself
    limit = time.monotonic() + SEND_SECONDS
    try:
        for message in messages:
            if time.monotonic() > limit:
                return b"", f"the request was not taken within {SEND_SECONDS:.0f} s"
            connection.sendall(message)
            if select.select([connection], [], [], pause)[0]:  # answered: no need to send it all
                break
        if http1.hangs_up(request):
            connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # refused while we sent: the answer may be waiting
    deadline = time.monotonic() + SECONDS
    try:
        while len(received) < RAW_MAX:
            connection.settimeout(max(deadline - time.monotonic(), 0.001))  # 0 would not wait
            if not (data := connection.recv(READ)):
                break
            received += data
    except TimeoutError:
        return bytes(received), f"no end of the answer within {SECONDS:.0f} s"
    except OSError as error:
        return bytes(received), f"connection broke: {error.strerror or error}"
    return bytes(received), ""
