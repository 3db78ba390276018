"""Declared type ignored: how a file is served does not follow from what its part claimed.

Denies a Content-Type that the client chose: one that no accepted type has and the part of the
upload did claim.

Blind to
    A claim that decides something else, such as whether the file is taken at all.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Verdict
from attacks.oracles import media
from attacks.oracles.judging import judged, quoted, served, unserved

UNKNOWN = "application/octet-stream"


def declared_type_ignored(seen: Observation) -> Verdict:
    """Hold if no file fetched back has the type that only its client gave it."""
    honest = {media.essence(s.media_type.encode()) for s in seen.profile.accepted} | {UNKNOWN, ""}
    found = [
        (media.essence(exchange.file.media_type), media.essence(value))
        for exchange, step in seen.pairs()
        for answer in (served(step),)
        if exchange.file and answer
        for value in answer.header(b"content-type")
    ]
    return judged(
        (
            Effect(
                signature="a file is served as the type that its client declared",
                detail=f"Content-Type is {quoted(told)}, as the part claimed",
            )
            for claimed, told in found
            if claimed == told and told not in honest
        ),
        filter(None, map(unserved, seen.steps)),
    )
