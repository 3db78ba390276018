"""Bytes kept in quota: nobody gets more bytes in than the target says that one person may have.

Adds up the files of the uploads that were not refused, and denies that they are more than the
quota. Holds when one was refused, and not for coming too fast.

Blind to
    Files that were there before, which only make the sum smaller; a target that keeps fewer bytes
    than it was sent.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import judged, over_a_limit
from attacks.oracles.rate_limited import said_too_many


def bytes_kept_in_quota(seen: Observation) -> Verdict:
    """Hold if uploads beyond the quota were refused."""
    quota = seen.profile.limits.quota_bytes
    if quota is None or not over_a_limit(seen):
        return judged(())
    kept = [e.file for e, s in seen.pairs() if s.response is not None and not s.refused]
    taken = [file.content.size for file in kept if file is not None]
    if sum(taken) > quota:
        what = "more bytes were taken than one person may have"
        detail = f"{sum(taken)} bytes were taken in {len(taken)} files; the quota is {quota}"
        return judged([Effect(signature=what, detail=detail)])
    full = any(step.refused and not said_too_many(step) for step in seen.steps)
    return judged((), [] if full else ["no upload was refused for the quota"])
