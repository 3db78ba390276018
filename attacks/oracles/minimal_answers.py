"""Minimal answers: what is told about a file is what its owner can use.

Denies that an answer names where or under which key a file lies on disk, unless that is its
public address too, and that it tells somebody's password, hash or token by the name of a field.

Blind to
    Fields whose names say nothing; names on disk of less than eight characters; a target whose
    disk is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from attacks.model import Effect, Exchange, Observation, Response, Seen, Severity, Verdict
from attacks.oracles.judging import judged, kept_files, quoted, text_of

SHORTEST = 8
INTERNAL = re.compile(
    r'"(password\w*|passwd|salt|secret\w*|storage_(?:key|path)|absolute_path|file_path|traceback)"'
    r"\s*:",
    re.IGNORECASE,
)


def minimal_answers(seen: Observation) -> Verdict:
    """Hold if no answer tells of a file what is the server's business."""
    keys = set(_keys(seen))
    answers = [(e, s.response) for e, s in seen.pairs() if s.response is not None]
    gaps = ["no answer came" for step in seen.steps if step.response is None]
    return judged((f for e, answer in answers for f in _effects(e, answer, keys)), gaps)


def _keys(seen: Observation) -> Iterator[str]:
    """Yield the names on disk that nobody outside has been given."""
    for exchange, step in seen.pairs():
        public = step.address + text_of(exchange.file.filename if exchange.file else b"")
        yield from (name for name in _names(step) if name not in public)


def _names(step: Seen) -> set[str]:
    names = {PurePath(change.path).name for change in kept_files(step)}
    return {name for name in names if len(name) >= SHORTEST}


def _effects(exchange: Exchange, answer: Response, keys: set[str]) -> Iterator[Effect]:
    lines = [name + b": " + value for name, value in answer.headers]
    text = text_of(b"\n".join((*lines, answer.body)))
    asked = quoted(exchange.request.path)
    for key in sorted(key for key in keys if key in text):
        yield Effect(
            signature="an answer names a file as it lies on disk",
            detail=f"the answer to {asked} holds {quoted(key)}",
            severity=Severity.LOW,
        )
    for found in INTERNAL.finditer(text):
        yield Effect(
            signature="an answer holds a field of the server's own",
            detail=f"the answer to {asked} holds the field {quoted(found[1])}",
        )
