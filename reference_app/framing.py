"""Where the parts of a multipart body begin and end; what they mean is decided elsewhere.

The framing is done by ``multipart.PushMultipartParser``. Its ``strict=True`` is not usable: it
refuses a valid body whose last CRLF arrives in a read of its own. So strictness is ours, in
three places: what stands before the first boundary, what stands behind the last one, and the
raw header lines, which the parser hands over unread to the controls.

For that, two of its inner methods are overridden and two of its inner values are read: a release
without them is refused at import, since an override that nobody calls would let everything
through.

A preamble may hold any text but a line that begins with the boundary and goes on, ``--bX`` for a
boundary ``b``. To RFC 2046 §5.1.1 that is a boundary (the beginning of the line is enough), to
most parsers it is text: what can be read in two ways is refused.

So is a boundary that a bare CR or LF puts at the start of a line, which begins another part to
Werkzeug and to mail parsers; and one behind the closing boundary, where Django and Tornado read on.
"""

from collections.abc import Iterator

import multipart  # type: ignore[import-untyped]  # ships no types

from reference_app.errors import Malformed, TooLarge
from reference_app.policy import Policy

Event = tuple[bytes, ...] | bytes | None
"""The raw lines of a part header, a piece of the part's body, or ``None`` at its end."""

DONE = multipart._COMPLETE  # noqa: SLF001 - nothing else tells the end
INNER = ("_on_segment_headerline", "_create_segment", "_buffer", "_state")


def insist(parser: object) -> None:
    """Refuse a parser that lacks what is overridden or read here.

    Raises:
        ImportError: another release of ``multipart``.
    """
    missing = [name for name in INNER if not hasattr(parser, name)]
    if missing:
        raise ImportError(f"multipart has no {', '.join(missing)}; install multipart>=2.0.1,<2.1")


insist(multipart.PushMultipartParser("boundary"))


class _Parser(multipart.PushMultipartParser):  # type: ignore[misc]  # see above
    """The push parser with its header hooks replaced: lines are kept, not interpreted."""

    def __init__(self, boundary: bytes, limit: int) -> None:
        super().__init__(boundary, max_header_size=limit)
        self.limit = limit
        self.lines: list[bytes] = []
        self.size = 0

    def _on_segment_headerline(self, line: bytes) -> None:
        self.lines.append(line)
        self.size += len(line) + len(b"\r\n")
        if self.size > self.limit:
            raise multipart.ParserLimitReached

    def _create_segment(self, _headers: list[tuple[str, str]]) -> multipart.MultipartSegment:
        segment = multipart.MultipartSegment([])
        segment.lines, self.lines, self.size = tuple(self.lines), [], 0
        return segment

    @property
    def rest(self) -> bytes | None:
        """What came with the closing boundary in one piece and stands behind it."""
        return self._buffer if self._state is DONE else None


class Framing:
    """Turn pieces of a body into events, the same ones however the body was cut up."""

    def __init__(self, boundary: bytes, policy: Policy) -> None:
        self._parser = _Parser(boundary, policy.max_part_header_bytes)
        self._policy = policy
        self._opening = b"\r\n--" + boundary
        self._tail = b" "
        self._preamble: bytes | None = b""
        self._epilogue: bytes | None = None

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
        if self._parser.rest is not None:
            self._judge_epilogue(self._parser.rest)

    def _events(self, chunk: bytes) -> Iterator[Event]:
        try:
            for event in self._parser.parse(chunk):
                yield event.lines if isinstance(event, multipart.MultipartSegment) else event
        except multipart.ParserLimitReached as error:
            limit = self._policy.max_part_header_bytes
            told = f"A part header is longer than {limit} bytes, which is the limit. Shorten it."
            raise TooLarge(told, code="part-limits") from error
        except multipart.MultipartError as error:
            told = "The form is not multipart/form-data as RFC 7578 has it."
            raise Malformed(told, code="malformed-multipart") from error

    def _without_preamble(self, chunk: bytes) -> bytes:
        """Hold back everything before the first boundary line, up to a limit."""
        if self._preamble is None:
            return chunk
        head = self._preamble + chunk
        limit = self._policy.max_preamble_bytes
        at = (b"\r\n" + head).find(self._opening)
        if at > limit or (at < 0 and len(head) > limit + len(self._opening)):
            told = f"No boundary in the first {limit} bytes of the body."
            raise Malformed(told, code="malformed-multipart")
        self._preamble = head if at < 0 else None
        return b"" if at < 0 else head[at:]

    def _judge_epilogue(self, text: bytes) -> None:
        """Refuse text on the line of the closing boundary: it may not be the closing one then."""
        self._epilogue = text[:2]
        if not b"\r\n".startswith(self._epilogue) or self._opening[1:] in text:
            raise Malformed("The closing boundary has a tail.", code="malformed-multipart")

    def _judge_line_starts(self, chunk: bytes) -> None:
        """Refuse a boundary behind a bare CR or LF, or behind the end, wherever the pieces end."""
        text = self._tail + chunk
        self._tail = text[1 - len(self._opening) :]
        begun = text.count(self._opening[1:], 1)
        lawful = text.count(self._opening) if self._epilogue is None else 0
        if begun != lawful or b"\r" + self._opening[2:] in text:
            told = "A boundary stands behind the closing one, or behind a line without CRLF."
            raise Malformed(told, code="malformed-multipart")
