"""Server decides: a field that the form does not have changes nothing.

Compares two uploads in a row that differ only in what the second claims beside its file: who
owns it, what state it is in, how large it may be. Denies that the claim lets a file in that is
refused without it, or that its owner gets another answer for it. A refusal of the claim holds.

Blind to
    What a claim changes that neither the answer to the owner nor the disk shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from attacks.model import Effect, Observation, Response, Seen, Stored, Verdict
from attacks.oracles.judging import judged, kept_files


def server_decides(seen: Observation) -> Verdict:
    """Hold if each upload that claims more came out as the one before it, or was refused."""
    uploads = [step for exchange, step in seen.pairs() if exchange.file is not None]
    pairs = list(pairwise(uploads))
    gaps = (
        "nobody could see whether a file was stored"
        for one, two in pairs
        if Stored.UNSEEN in (one.stored, two.stored)
    )
    return judged((effect for pair in pairs for effect in _changed(*pair)), gaps)


def _changed(plain: Seen, claiming: Seen) -> Iterator[Effect]:
    if claiming.stored is not Stored.YES:
        return
    if plain.stored is Stored.NO:
        yield Effect(
            signature="a field of the client's let a file in",
            detail="the same file is refused without the field",
            control="server-side-only",
        )
        return
    for what, before, after in _facts(plain, claiming):
        if before != after:
            yield Effect(
                signature=f"a field of the client's changed the {what} of a file",
                detail=f"the {what} is {after!r} with the field, and {before!r} without it",
                control="field-contract",
            )


def _facts(plain: Seen, claiming: Seen) -> Iterator[tuple[str, object, object]]:
    yield "answer to the owner", _status(plain.retrieved), _status(claiming.retrieved)
    if plain.retrieved is not None and claiming.retrieved is not None:
        yield "type", _type(plain.retrieved), _type(claiming.retrieved)
        yield "bytes", len(plain.retrieved.body), len(claiming.retrieved.body)
    if plain.disk is not None and claiming.disk is not None:
        yield "mode", _modes(plain), _modes(claiming)


def _status(answer: Response | None) -> int:
    return answer.status if answer else 0


def _type(answer: Response) -> tuple[bytes, ...]:
    return answer.header(b"Content-Type")


def _modes(step: Seen) -> list[int]:
    return sorted(change.mode for change in kept_files(step))
