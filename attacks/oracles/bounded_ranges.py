"""Bounded ranges: an answer in parts is no larger than the file.

Denies that a request for many or overlapping ranges multiplies what is sent (RFC 9110 section
14.2 lets a server refuse or ignore them), by more than a few part headers.

Blind to
    What it costs to prepare an answer that is then not sent; ranges of a large file.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Seen, Verdict
from attacks.oracles.judging import judged

GRACE = 4096  # a few part headers


def bounded_ranges(seen: Observation) -> Verdict:
    """Hold if no answer to a request for ranges is larger than the file."""
    ranged = [(s, seen.steps[e.about or 0]) for e, s in seen.pairs() if _asks(e.request.headers)]
    gaps = [s.failure or "no answer came" for s, _ in ranged if s.response is None]
    return judged((f for step, stored in ranged for f in _effects(step, stored)), gaps)


def _asks(headers: tuple[tuple[bytes, bytes], ...]) -> bool:
    return any(name.lower() == b"range" for name, _ in headers)


def _effects(step: Seen, stored: Seen) -> Iterator[Effect]:
    whole = len(stored.retrieved.body) if stored.retrieved else 0
    sent = len(step.response.body) if step.response else 0
    if sent > whole + GRACE:
        yield Effect(
            signature="a request for ranges multiplies the file",
            detail=f"{sent} bytes answer a request for parts of {whole} bytes",
        )
