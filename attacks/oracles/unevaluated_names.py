"""Unevaluated names: an expression in a file name stays one.

Denies that an answer holds the value of an expression that the client sent as a name, and did
not write itself: a sum or a product of large numbers, or a repetition, which only an
interpreter can compute.

Blind to
    Expressions of engines that compute no such thing; pages that nobody asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import judged, quoted, text_of
from attacks.oracles.showing import answers, names, unshown, written

LARGE = re.compile(r"(\d{6,12})\s*([+*])\s*(\d{4,12})")
REPEATED = re.compile(r"'(\d{3,8})'\s*\*\s*(\d)")
WORK = {"+": int.__add__, "*": int.__mul__}


def unevaluated_names(seen: Observation) -> Verdict:
    """Hold if no answer holds what an expression in a name comes to."""
    own = written(seen)
    texts = [
        text_of(b"\n".join((*(v for _, v in answer.headers), answer.body)))
        for answer in answers(seen)
    ]
    effects = [
        Effect(
            signature="a file name was evaluated",
            detail=f"an answer holds {value}, which {quoted(name)} comes to",
        )
        for name, _ in names(seen)
        for value in _values(name)
        if value not in own and any(value in text for text in texts)
    ]
    return judged(effects, unshown(seen))


def _values(name: str) -> Iterator[str]:
    for found in LARGE.finditer(name):
        yield str(WORK[found[2]](int(found[1]), int(found[3])))
    for found in REPEATED.finditer(name):
        yield found[1] * int(found[2])
