"""Hidden is gone: nothing comes back of what was put beside the picture.

Denies that the served bytes hold the marks that an attack left in comments, text chunks and
metadata, plain or in a compressed stream: a file that was written anew is unpacked before it is
searched. A file that was refused holds as well.

Blind to
    What is hidden in the pixels, which a picture keeps however often it is drawn; other
    encodings of the marks; streams beyond the first megabyte of the file; whether any reader
    would run what came back.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Response, Severity, Verdict
from attacks.oracles.canaries import HIDDEN, PLACE
from attacks.oracles.judging import judged, served, unserved
from attacks.oracles.unpacking import holds


def hidden_is_gone(seen: Observation) -> Verdict:
    """Hold if no file fetched back holds a mark."""
    answers = [served(step) for step in seen.steps]
    return judged(
        (effect for answer in answers if answer for effect in _effects(answer)),
        filter(None, map(unserved, seen.steps)),
    )


def _effects(answer: Response) -> Iterator[Effect]:
    if holds(answer.body, HIDDEN):
        yield Effect(
            signature="what was hidden in a file came back",
            detail="the served bytes hold what was put beside the picture",
            control="polyglot-neutralised",
        )
    if holds(answer.body, PLACE):
        yield Effect(
            signature="personal metadata came back",
            detail="the served bytes hold what a camera noted beside the picture",
            control="metadata-stripped",
            severity=Severity.LOW,
        )
