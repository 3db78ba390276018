"""Where a body and its parts begin and end; what they mean is decided elsewhere.

A body is read as far as the server vouches for it. A form's framing is done by
``multipart.PushMultipartParser``. Its ``strict=True`` is not usable: it refuses a valid body whose
last CRLF arrives in a read of its own. So strictness is ours, in three places: what stands before
the first boundary, what stands behind the last one, and the raw header lines, which the parser
hands over unread to the controls.

For that, two of its inner methods are overridden and two of its inner values are read. A release
that lacks one of them lets nothing through: no part has a header then, or the end is never seen.

A preamble may hold any text but a line that begins with the boundary and goes on, ``--bX`` for a
boundary ``b``. To RFC 2046 §5.1.1 that is a boundary (the beginning of the line is enough), to
most parsers it is text: what can be read in two ways is refused.

So is a boundary that a bare CR or LF puts at the start of a line, which begins another part to
Werkzeug and to mail parsers; and one behind the closing boundary, where Django and Tornado read on.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import multipart  # type: ignore[import-untyped]  # ships no types

from reference_app.errors import LengthMissing, Malformed, Rejected, TooLarge
from reference_app.policy import Policy

Event = tuple[bytes, ...] | bytes | None
"""The raw lines of a part header, a piece of the part's body, or ``None`` at its end."""

DRAIN_STEP = 65_536
DONE = multipart._COMPLETE  # noqa: SLF001 - nothing else tells the end

broken = partial(Malformed, code="malformed-multipart")


class Body:
    """A bounded reader over ``wsgi.input``: never past the declared length, never for ever."""

    def __init__(self, environ: Mapping[str, Any]) -> None:
        self._input = environ.get("wsgi.input")
        self._expects = "100-continue" in environ.get("HTTP_EXPECT", "").lower()
        self._terminated = bool(environ.get("wsgi.input_terminated"))
        self.declared = _declared(environ)
        self.received = 0

    def read(self, size: int) -> bytes:
        """Return up to *size* bytes, or none at the end of the body.

        Each server has its own exceptions for a broken chunk, and gunicorn's are no ``OSError``.

        Raises:
            LengthMissing: neither a length nor an end is known.
            Malformed: the server could not make sense of the framing, or the client left.
        """
        if self.declared is not None:
            size = min(size, self.declared - self.received)
        elif not self._terminated:
            raise LengthMissing("Send the body with a Content-Length.", code="length-missing")
        try:
            chunk: bytes = self._input.read(size) if self._input is not None and size else b""
        except Exception as error:
            raise broken("The body broke off; send it again.") from error
        self.received += len(chunk)
        return chunk

    def drain(self, policy: Policy) -> None:
        """Read on for a while after a refusal: unread bytes turn a close into a reset.

        Not when the rest is too much to finish, nor when the client waits for a go-ahead that
        reading would give.
        """
        rest = 0 if self.declared is None else self.declared - self.received
        if rest > policy.max_drain_bytes or self._expects:
            return
        end = self.received + policy.max_drain_bytes
        with suppress(Rejected):
            while self.received < end and self.read(min(DRAIN_STEP, end - self.received)):
                pass


def _declared(environ: Mapping[str, Any]) -> int | None:
    """Return the declared length, ``None`` for a body that ends by itself."""
    length = environ.get("CONTENT_LENGTH") or ""
    coding = environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    if coding not in ({""} if length else {"", "chunked"}):  # gunicorn hands on "gzip, chunked"
        raise broken("Send one Content-Length, or a transfer coding that is chunked alone.")
    if not length:
        return None
    if not re.fullmatch(r"[0-9]{1,19}", length, re.ASCII):
        raise broken("The Content-Length is not a number.")
    return int(length)


class Framing(multipart.PushMultipartParser):  # type: ignore[misc]  # see above
    """Turn pieces of a body into events, the same ones however the body was cut up.

    The parser's header hooks are replaced: lines are kept, not interpreted.
    """

    def __init__(self, boundary: bytes, policy: Policy) -> None:
        super().__init__(boundary, max_header_size=policy.max_part_header_bytes)
        self._limit = policy.max_preamble_bytes
        self._header = bytearray()
        self._opening = b"\r\n--" + boundary
        self._tail = b" "
        self._preamble: bytes | None = b""
        self._epilogue: bytes | None = None

    def _on_segment_headerline(self, line: bytes) -> None:
        self._header += line + b"\r\n"
        if len(self._header) > self.max_header_size:
            raise multipart.ParserLimitReached

    def _create_segment(self, _headers: list[tuple[str, str]]) -> multipart.MultipartSegment:
        segment = multipart.MultipartSegment([])
        segment.lines, self._header = tuple(bytes(self._header).split(b"\r\n")[:-1]), bytearray()
        return segment

    @property
    def complete(self) -> bool:
        """The closing boundary has been seen, on a line of its own."""
        return self._epilogue in {b"", b"\r\n"}

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """Yield the events that *chunk* completes.

        Raises:
            Malformed: the bytes are no multipart body.
            TooLarge: a part header is over the limit.
        """
        self._judge_line_starts(chunk)
        if self._epilogue is not None:
            self._judge_epilogue(self._epilogue + chunk)
            return
        if chunk := self._without_preamble(chunk):
            yield from self._events(chunk)
        if self._state is DONE:  # and what is left came with the closing boundary in one piece
            self._judge_epilogue(self._buffer)

    def _events(self, chunk: bytes) -> Iterator[Event]:
        try:
            for event in self.parse(chunk):
                yield event.lines if isinstance(event, multipart.MultipartSegment) else event
        except multipart.ParserLimitReached as error:
            told = f"A part header is longer than {self.max_header_size} bytes. Shorten it."
            raise TooLarge(told, code="part-limits") from error
        except multipart.MultipartError as error:
            raise broken("The form is not multipart/form-data as RFC 7578 has it.") from error

    def _without_preamble(self, chunk: bytes) -> bytes:
        """Hold back everything before the first boundary line, up to a limit."""
        if self._preamble is None:
            return chunk
        head = self._preamble + chunk
        at = (b"\r\n" + head).find(self._opening)
        if at > self._limit or (at < 0 and len(head) > self._limit + len(self._opening)):
            raise broken(f"No boundary in the first {self._limit} bytes of the body.")
        self._preamble = head if at < 0 else None
        return b"" if at < 0 else head[at:]

    def _judge_epilogue(self, text: bytes) -> None:
        """Refuse text on the line of the closing boundary: it may not be the closing one then."""
        self._epilogue = text[:2]
        if not b"\r\n".startswith(self._epilogue) or self._opening[1:] in text:
            raise broken("The closing boundary has a tail.")

    def _judge_line_starts(self, chunk: bytes) -> None:
        """Refuse a boundary behind a bare CR or LF, or behind the end, wherever the pieces end."""
        text = self._tail + chunk
        self._tail = text[1 - len(self._opening) :]
        begun = text.count(self._opening[1:], 1)
        lawful = text.count(self._opening) if self._epilogue is None else 0
        if begun != lawful or b"\r" + self._opening[2:] in text:
            raise broken("A boundary stands behind the closing one, or behind a line without CRLF.")
