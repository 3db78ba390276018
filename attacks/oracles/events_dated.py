"""Events dated: each event says when, so that it means the same everywhere.

Denies a time without its offset from UTC in a line of the log, and an event in JSON that has no
time. Holds for ISO 8601 with ``Z`` or an offset, for the common log format, and for seconds
since 1970 in JSON.

Blind to
    Whether the clock is right; times that a handler writes in front of a line that the suite is
    given without.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from attacks.model import Effect, Observation, Verdict
from attacks.oracles.judging import judged, quoted

TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(?P<offset> ?[+-]\d\d:?\d\d|Z)?"
)
COMMON = re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}")
EPOCH = re.compile(r'": ?1[0-9]{9}([0-9]{3})?(\.\d{1,9})?[,}]')


def events_dated(seen: Observation) -> Verdict:
    """Hold if no line of the log leaves open when it was."""
    lines = [line for step in seen.steps for line in step.log]
    told = [line for line in lines if TIME.search(line) or COMMON.search(line) or _is_event(line)]
    gaps = [] if told or not lines else ["no line of the log holds a time: look at its formatter"]
    return judged((effect for line in told for effect in _effects(line)), gaps)


def _is_event(line: str) -> bool:
    with suppress(ValueError):
        return isinstance(json.loads(line), dict)
    return False


def _effects(line: str) -> Iterator[Effect]:
    times = list(TIME.finditer(line))
    if any(found["offset"] for found in times) or COMMON.search(line) or EPOCH.search(line):
        return
    what = "has a time without an offset" if times else "has no time"
    yield Effect(
        signature=f"an event {what}", detail=f"a line of the log {what}: {quoted(line[:200])}"
    )
