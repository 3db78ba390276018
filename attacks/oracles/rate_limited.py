"""Rate limited: more uploads in a minute than the target says are refused, and said to be.

Denies that all of a flood is let through, or refused for nothing but a smaller quota. Holds when
an answer says that it was too much (429, or 503 with ``Retry-After``: RFC 6585 section 4,
RFC 9110 section 15.6.4).

Blind to
    A limit that slows down instead of refusing; one that is higher than what was sent.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Seen, Verdict
from attacks.oracles.judging import judged, over_a_limit

TOO_MANY, UNAVAILABLE = 429, 503


def rate_limited(seen: Observation) -> Verdict:
    """Hold if some step was answered as one too many."""
    if any(map(said_too_many, seen.steps)) or not over_a_limit(seen):
        return judged(())
    taken = sum(step.response is not None and not step.refused for step in seen.steps)
    quota = seen.profile.limits.quota_files
    if taken == len(seen.steps) or (quota is not None and quota < len(seen.steps)):
        what = "a flood of requests was let through"
        sent = f"{len(seen.steps)} were sent, and none was answered as one too many"
        return judged([Effect(signature=what, detail=sent)])
    return judged((), ["some were refused, but none because there were too many"])


def said_too_many(step: Seen) -> bool:
    """Return whether the answer says that there were too many requests."""
    if step.response is None:
        return False
    later = step.response.status == UNAVAILABLE and bool(step.response.header(b"Retry-After"))
    return step.response.status == TOO_MANY or later
