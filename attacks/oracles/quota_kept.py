"""Quota kept: nobody gets more files in than the target says that one person may have.

Counts the uploads that were not refused. Denies more of them than the quota: one after the
other, or at the same moment. Holds when one was refused, and not for coming too fast.

Blind to
    Files that were there before, which only make the count smaller; bytes.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import judged, over_a_limit
from attacks.oracles.rate_limited import said_too_many


def quota_kept(seen: Observation) -> Verdict:
    """Hold if uploads beyond the quota were refused."""
    quota = seen.profile.limits.quota_files
    if quota is None or not over_a_limit(seen):
        return judged(())
    taken = sum(step.response is not None and not step.refused for step in seen.steps)
    if taken > quota:
        what = "more files were taken than one person may have"
        return judged([Effect(signature=what, detail=f"{taken} were taken; the quota is {quota}")])
    full = any(step.refused and not said_too_many(step) for step in seen.steps)
    return judged((), [] if full else ["no upload was refused for the quota"])
