"""Not embedded: a page of another site gets no file into itself.

Denies that the answer to a request which a browser marks as started by another site, for a part of
its page, holds the file of somebody who is logged in here.

Blind to
    A browser that does not send these headers; what the other site learns of the answer's time
    and size.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import SERVED, judged, quoted
from attacks.oracles.touching import Touch, touches


def not_embedded(seen: Observation) -> Verdict:
    """Hold if no answer to another site's page holds a file."""
    found = tuple(touches(seen))
    gaps = (touch.gap for touch in found if touch.gap)
    return judged((effect for touch in found for effect in _effects(touch)), gaps)


def _effects(touch: Touch) -> Iterator[Effect]:
    answer = touch.answer.response
    if touch.gap or answer is None or answer.status not in SERVED:
        return
    if answer.body in touch.contents:
        headers = dict(touch.asked.request.headers)
        yield Effect(
            signature="a page of another site can embed a stored file",
            detail=f"the file was served as {quoted(headers.get(b'Sec-Fetch-Dest', b''))}",
        )
