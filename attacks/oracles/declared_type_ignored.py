"""Declared type ignored: nothing that is done with a file follows from what its part claimed.

Denies that of two uploads which differ in the claim alone the first is refused and the second
stored; and a Content-Type that the client chose: one that no accepted type has and the part of
the upload did claim.

Blind to
    A claim that makes a target refuse what it would have taken: that is its good right.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from attacks.model import Effect, Observation, Stored, Verdict
from attacks.oracles import media
from attacks.oracles.judging import judged, quoted, served, unserved

UNKNOWN = "application/octet-stream"


def declared_type_ignored(seen: Observation) -> Verdict:
    """Hold if no claim let a file in, and none came back as its type."""
    effects = (*_let_in(seen), *_served_as_claimed(seen))
    return judged(effects, filter(None, map(unserved, seen.steps)))


def _let_in(seen: Observation) -> Iterator[Effect]:
    """Compare each upload with the one before it."""
    for (one, before), (other, after) in pairwise(seen.pairs()):
        if one.file is None or other.file is None or one.file.content != other.file.content:
            continue
        if before.stored is Stored.NO and after.stored is Stored.YES:
            claims = quoted(one.file.media_type), quoted(other.file.media_type)
            yield Effect(
                signature="a file was taken for what its part claimed",
                detail=f"the same file was refused as {claims[0]} and stored as {claims[1]}",
            )


def _served_as_claimed(seen: Observation) -> Iterator[Effect]:
    honest = {media.essence(s.media_type.encode()) for s in seen.profile.accepted} | {UNKNOWN, ""}
    for exchange, step in seen.pairs():
        answer = served(step)
        if exchange.file is None or answer is None:
            continue
        told = media.essence((*answer.header(b"content-type"), b"")[0])
        if told == media.essence(exchange.file.media_type) and told not in honest:
            yield Effect(
                signature="a file is served as the type that its client declared",
                detail=f"Content-Type is {quoted(told)}, as the part claimed",
            )
