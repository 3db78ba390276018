"""Owner only: a file and the facts about it are for its owner.

Denies that the answer to anybody else holds the bytes of a file or, without being an error,
its name, its digest or its address: by a download, by a page of metadata, in a list.

Blind to
    A file that reveals itself by less than these; a name that others give to files too.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Response, Verdict
from attacks.oracles.judging import judged, text_of
from attacks.oracles.touching import Touch, touches

ERROR = 400


def owner_only(seen: Observation) -> Verdict:
    """Hold if no answer to somebody else holds a file or tells about it."""
    found = [touch for touch in touches(seen) if touch.asked.actor != touch.owned.actor]
    return judged(
        (effect for touch in found for effect in _effects(touch)),
        (touch.gap for touch in found if touch.gap),
    )


def _effects(touch: Touch) -> Iterator[Effect]:
    answer = touch.answer.response
    if answer is None or touch.gap:
        return
    if answer.body and answer.body in touch.contents:
        yield Effect(
            signature="the bytes of a file were handed to somebody else",
            detail=f"{touch.asked.actor} was given the file of {touch.owned.actor}",
        )
    elif told := _told(touch, answer):
        yield Effect(
            signature="somebody else was told about a file",
            detail=f"the answer to {touch.asked.actor} holds {told} of a file of "
            f"{touch.owned.actor}",
        )


def _told(touch: Touch, answer: Response) -> str:
    """Return what of the file *answer* names; an error may repeat the path that was asked for."""
    if answer.status >= ERROR or touch.owned.file is None:
        return ""
    text = text_of(answer.body)
    words = {
        "the name": text_of(touch.owned.file.filename),
        "the digest": touch.owned.file.content.sha256(),
        "the address": touch.file.address,
    }
    own = touch.answer.address  # a redirect to the login repeats what was asked for
    new = {what: word for what, word in words.items() if word and word not in own}
    return next((what for what, word in new.items() if word in text), "")
