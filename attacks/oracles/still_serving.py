"""Still serving: after the probe, an honest visitor gets an answer.

Denies that one hostile request stops the next honest one. Holds when the upload page is
answered below 500, whatever it says.

Blind to
    A slow answer; other pages; a worker that died and was replaced in time.
"""

from __future__ import annotations

from attacks.model import HELD, Effect, Observation, Verdict, broken

FAILED = 500


def still_serving(seen: Observation) -> Verdict:
    """Hold if the honest request after the probe is answered below 500."""
    if seen.honest is None:
        what = "an honest request got no answer"
        return broken(Effect(signature=what, detail=f"{what} after the probe"))
    if seen.honest.status >= FAILED:
        what = f"an honest request was answered {seen.honest.status}"
        return broken(Effect(signature=what, detail=f"{what} after the probe"))
    return HELD
