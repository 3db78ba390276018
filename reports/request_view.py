r"""A probe as a person reads it: each step cut into named pieces of visible text.

A line break on the page stands for CR LF, the line end that HTTP asks for. A bare LF is
spelled out where it stands (``\x0a``), and so is every line end in a name or a content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from attacks.model import Demand, Exchange, Fill, Framing, Probe, Request
from reports.escape import visible
from reports.request_pieces import Cut, Kind, pieces
from reports.summary import count

STEPS_SHOWN = 12  # what a longer probe goes on with is more of the same
PIECES_SHOWN = 80  # likewise: the body of a thousand parts
LINES_SHOWN = 40  # likewise: a part with a thousand header lines
PIECE_LIMIT = 400

DEMANDS = {
    Demand.ACCEPT: "legal, must be stored",
    Demand.REFUSE: "must not be stored",
    Demand.EITHER: "may be refused, or stored harmlessly",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of text of one kind; line feeds in it are line breaks on the page."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One exchange: what it is for, and its request."""

    title: str
    segments: tuple[Segment, ...]


def steps(probe: Probe) -> tuple[Step, ...]:
    """Return the first steps of *probe*; a last title says how many are left out."""
    shown = [
        Step(
            title=f"{_place(probe, n)} ({DEMANDS[exchange.demand]})",
            segments=(*_head(exchange.request), *_body(exchange)),
        )
        for n, exchange in enumerate(probe.steps[:STEPS_SHOWN])
    ]
    if len(probe.steps) > STEPS_SHOWN:
        rest = count(len(probe.steps) - STEPS_SHOWN, "further step")
        shown.append(Step(title=f"{rest}: see run.json", segments=()))
    return tuple(shown)


def _place(probe: Probe, number: int) -> str:
    """Return which step it is, and whose, where there is more than one of either."""
    if len(probe.steps) == 1:
        return "Request"
    place = f"Request {number + 1} of {len(probe.steps)}"
    if len({exchange.actor for exchange in probe.steps}) == 1:
        return place
    return f"{place}, by actor {visible(probe.steps[number].actor, limit=40)}"


def _head(request: Request) -> Iterator[Segment]:
    line = b"%s %s HTTP/1.1" % (request.method, request.path)
    yield Segment(kind=Kind.REQUEST_LINE, text=visible(line, PIECE_LIMIT) + "\n")
    for name, value in (*request.headers[:LINES_SHOWN], *_framing(request)):
        text = f"{visible(name, PIECE_LIMIT)}: {visible(value, PIECE_LIMIT)}\n"
        yield Segment(kind=Kind.HEADER, text=text)
    if len(request.headers) > LINES_SHOWN:
        rest = count(len(request.headers) - LINES_SHOWN, "further header")
        yield Segment(kind=Kind.NOTE, text=f"«{rest}: see run.json»\n")
    if request.declared is not None:
        yield Segment(kind=Kind.NOTE, text=f"«the body has {request.body.size:,} bytes»\n")
    yield Segment(kind=Kind.HEADER, text="\n")


def _framing(request: Request) -> tuple[tuple[bytes, bytes], ...]:
    """Return the header that tells the end of the body, as the wire writes it."""
    if request.framing is Framing.CHUNKED:
        return ((b"Transfer-Encoding", b"chunked"),)
    if request.declared is not None:
        return ((b"Content-Length", request.declared),)
    if request.method in {b"GET", b"HEAD"}:
        return ()
    return ((b"Content-Length", b"%d" % request.body.size),)


def _body(exchange: Exchange) -> Iterator[Segment]:
    cuts = list(pieces(exchange))
    for cut in cuts[:PIECES_SHOWN]:
        yield _segment(cut)
    if len(cuts) > PIECES_SHOWN:
        rest = count(len(cuts) - PIECES_SHOWN, "further piece")
        yield Segment(kind=Kind.NOTE, text=f"\n«{rest}: see run.json»\n")


def _segment(cut: Cut) -> Segment:
    kind, piece = cut
    if isinstance(piece, Fill):
        pattern = visible(piece.pattern, 40)
        return Segment(kind=Kind.NOTE, text=f"«{piece.size:,} bytes of “{pattern}”»")
    if kind in {Kind.FILE_NAME, Kind.CONTENT}:
        return Segment(kind=kind, text=visible(piece, PIECE_LIMIT))
    lines = [visible(line, PIECE_LIMIT) for line in piece.split(b"\r\n", LINES_SHOWN)]
    return Segment(kind=kind, text="\n".join(lines).replace(r"\x0a", "\\x0a\n"))
