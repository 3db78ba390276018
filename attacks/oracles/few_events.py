"""Few events: one request leaves a few lines in the log, whatever it holds.

Denies that a single request has more than a handful of lines written. What is said for each part,
line or byte of a body lets a client write the log faster than anybody can read it, and fill the
disk that it lies on.

Blind to
    Long lines; many requests, each with its line; a log that is not read here: there nothing was
    logged, and the attack says what it needs.
"""

from __future__ import annotations

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import judged, unanswered

MOST = 5  # lines that a request may need: access, refusal, reason, and a traceback's head


def few_events(seen: Observation) -> Verdict:
    """Hold if no step left more lines than a reader can take in."""
    counts = [len(step.log) for step in seen.steps]
    what = "one request floods the log"
    found = (f"{count} lines were logged for one request" for count in counts if count > MOST)
    effects = (Effect(signature=what, detail=detail) for detail in found)
    return judged(effects, unanswered(seen.steps))
