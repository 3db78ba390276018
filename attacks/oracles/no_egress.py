"""No egress: a file or a field does not make the target ask anybody for anything.

Denies that the target looks up or connects to the host that an upload names, and that the
text which a `data:` URL of the upload stands for is served.

Blind to
    Requests that are made later, or by another process; those of a live target to anything but
    the listener that its uploads name; all of a target that is not on this machine: there the
    oracle is INCONCLUSIVE.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Seen, Verdict
from attacks.oracles.canaries import FETCHED, HOST
from attacks.oracles.judging import judged

UNSEEN = "nobody could see whom the target asked: run it on this machine"


def no_egress(seen: Observation) -> Verdict:
    """Hold if nobody was asked."""
    gaps = [UNSEEN for step in seen.steps if step.reached is None]
    return judged((effect for step in seen.steps for effect in _effects(step)), gaps)


def _effects(step: Seen) -> Iterator[Effect]:
    asked = [host for host in step.reached or () if HOST in host]
    if asked:
        yield Effect(
            signature="the target asked for a host that an upload names",
            detail=f"{asked[0]} was looked up or connected to",
        )
    answers = (step.response, step.retrieved)
    if any(FETCHED in answer.body for answer in answers if answer):
        yield Effect(
            signature="a URL in an upload was fetched",
            detail="an answer holds what a data: URL of the upload stands for",
        )
