"""Accepted is kept: an upload that the target took is there, whatever came at the same moment.

Denies that of several uploads that are answered as a success one is nowhere to be found, or that
another's bytes are at its address. Only looks at uploads that were sent together.

Blind to
    Types that are written anew, as far as bytes go; targets without a way to fetch a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Exchange, Observation, Seen, Stored, Verdict
from attacks.oracles.judging import SERVED, judged

ERROR = 400
TEXT = b"text/"


def accepted_is_kept(seen: Observation) -> Verdict:
    """Hold if each upload of the group that was not refused is there afterwards."""
    group = seen.pairs()[len(seen.steps) - seen.probe.together :]
    took = [(e, s) for e, s in group if e.file and s.response and not s.refused]
    gaps = [s.failure for _, s in group if s.response is None]
    gaps += ["no upload of the group could be fetched back" for _, s in took if not s.address]
    return judged((effect for e, s in took for effect in _lost(e, s)), gaps)


def _lost(exchange: Exchange, step: Seen) -> Iterator[Effect]:
    if step.stored is Stored.NO and step.response is not None and step.response.status < ERROR:
        yield Effect(
            signature="an upload that was taken is not there",
            detail=f"answered with {step.response.status}, and nothing was kept of it",
        )
    again = step.refetched
    if again is None or exchange.file is None:
        return
    if again.status not in SERVED or _is_other(exchange, again.body):
        yield Effect(
            signature="an upload that was taken at the same moment as others was replaced",
            detail=f"its address answers {again.status} with {len(again.body)} other bytes",
            control="exclusive-create",
        )


def _is_other(exchange: Exchange, body: bytes) -> bool:
    file = exchange.file
    text = file is not None and file.media_type.startswith(TEXT)
    return text and file is not None and body != file.content.to_bytes()
