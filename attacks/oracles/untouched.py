"""Untouched: a request that has no right to change a file leaves it as it is.

Denies that a file is gone, or is another one, after a request that must be refused: somebody
else's, a forged one, one with a method that changes nothing. Told by its owner's second look at
the address, or by the disk.

Blind to
    A change that is undone before the last step; a target of which neither disk nor address is
    seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import ChangeKind, Effect, Observation, Verdict
from attacks.oracles.judging import SERVED, judged, kept_files
from attacks.oracles.touching import Touch, is_there, touches


def untouched(seen: Observation) -> Verdict:
    """Hold if each file is still there after the requests that must not change it."""
    found = list(touches(seen))
    return judged(
        (effect for touch in found for effect in changed(touch)),
        (reason for touch in found if (reason := _gap(touch))),
    )


def changed(touch: Touch) -> Iterator[Effect]:
    """Yield the effect of a request that removed or replaced the file it was about."""
    if touch.gap:
        return
    who = f"{touch.asked.request.method.decode('latin-1')} by {touch.asked.actor}"
    if _is_gone(touch):
        yield Effect(
            signature="a file was removed by a request that had to be refused",
            detail=f"the file of {touch.owned.actor} is gone after {who}",
        )
    elif _is_another(touch):
        yield Effect(
            signature="a file was replaced by a request that had to be refused",
            detail=f"the file of {touch.owned.actor} is another one after {who}",
        )


def _gap(touch: Touch) -> str:
    if touch.gap:
        return touch.gap
    seen = is_there(touch.file) or (touch.answer.disk is not None and touch.answer.disk.root)
    return "" if seen else "neither the disk nor a second look shows what became of the file"


def _is_gone(touch: Touch) -> bool:
    own = {change.path for change in kept_files(touch.file)}
    changes = touch.answer.disk.changes if touch.answer.disk else ()
    if any(c.kind is ChangeKind.REMOVED and c.path in own for c in changes):
        return True
    again = touch.file.refetched
    return is_there(touch.file) and again is not None and again.status not in SERVED


def _is_another(touch: Touch) -> bool:
    again, before = touch.file.refetched, touch.file.retrieved
    both = is_there(touch.file) and again is not None and before is not None
    return both and again is not None and before is not None and again.body != before.body
