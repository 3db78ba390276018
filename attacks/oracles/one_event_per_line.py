"""One event per line: nobody but the target begins a line of its log.

Denies that a line of the log begins with what a client has sent after a line end (the mark is
``gauntlet-forged``), and that a line which repeats a client's words holds characters by which
a terminal is driven or a reader misled: escapes, carriage returns, line ends of Unicode,
reversed text.

Blind to
    What a viewer makes of a line; logs that are not given to the suite.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from attacks.model import Effect, Observation, Severity, Verdict
from attacks.oracles.judging import judged, quoted, unanswered

FORGED, OURS = "gauntlet-forged", "gauntlet"
MISLEADING = frozenset({"Cc", "Cf", "Zl", "Zp"})


def one_event_per_line(seen: Observation) -> Verdict:
    """Hold if every line is the target's own from its first character on."""
    lines = (line for step in seen.steps for line in step.log)
    return judged((effect for line in lines for effect in _effects(line)), unanswered(seen.steps))


def _effects(line: str) -> Iterator[Effect]:
    if line.lstrip().startswith(FORGED):
        yield Effect(
            signature="a client began a line of the log",
            detail=f"a line of the log is {quoted(line[:200])}",
        )
    odd = [char for char in line if char != "\t" and unicodedata.category(char) in MISLEADING]
    if odd and OURS in line:
        yield Effect(
            signature="a line of the log holds control characters of a client",
            detail=f"a line of the log holds U+{ord(odd[0]):04X}",
            severity=Severity.LOW,
        )
