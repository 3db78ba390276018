"""Confinement: an upload touches nothing outside the storage root.

Holds for a refused upload and for one that was stored where the server chose. What
honest uploads touch too (a ledger, a log) was learned by calibration and is not counted.

Blind to
    A path that is written relative to a directory handle and removed again before the
    answer, and, on a live target, everything above the storage root's parent folder
    but the paths that the probe names as witnesses.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Severity, Verdict, broken, inconclusive


def confinement(seen: Observation) -> Verdict:
    """Hold if no path outside the storage root was created, changed, removed or opened."""
    views = [step.disk for step in seen.steps]
    if None in views:
        return inconclusive("the target offers no view of the disk: give --storage-root")
    outside = {
        *(c.path for view in views if view for c in view.changes if not c.inside),
        *(path for view in views if view for path in view.escaped),
    }
    return broken(
        *(
            Effect(
                signature="a path outside the storage root was touched",
                detail=f"touched {path}",
                severity=Severity.CRITICAL,
            )
            for path in sorted(outside)[:1]
        )
    )
