"""Nothing listed: a path beside a file shows neither a folder nor the file once more.

Denies, of a step that asks for the file of an earlier one under another path, that the answer
lists what lies in the store (names on disk, or addresses of files that were stored), and that
it is the file itself: what is private under one path must not be public, or cached, under
another. A slash more is less bad: no cache takes it for another kind of file.

Blind to
    Folders whose address nobody guessed; a list that shows neither names nor addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from attacks.model import Effect, Exchange, Observation, Seen, Severity, Verdict
from attacks.oracles.judging import SERVED, judged, kept_files, quoted, text_of

TELLING = 6  # a shorter name stands in any text


def nothing_listed(seen: Observation) -> Verdict:
    """Hold if no path beside a file lists files or serves it again."""
    pairs = seen.pairs()
    asked = [pair for pair in pairs if pair[0].about is not None]
    gaps = [step.failure or "no answer came" for _, step in asked if step.response is None]
    return judged((f for pair in asked for f in _effects(seen, *pair)), gaps)


def _effects(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    answer = step.response
    if answer is None or answer.status not in SERVED or exchange.about is None:
        return
    stored = seen.steps[exchange.about]
    if answer.body and stored.retrieved and answer.body == stored.retrieved.body:
        slash = step.address.rstrip("/") == stored.address
        yield Effect(
            signature="a file is served under a path that is not its own",
            detail=f"{quoted(step.address)} serves the file of {quoted(stored.address)}",
            control="no-store",
            severity=Severity.LOW if slash else None,
        )
    elif word := next((w for w in sorted(_names(seen)) if w in text_of(answer.body)), ""):
        yield Effect(
            signature="a folder is listed",
            detail=f"{quoted(step.address)} holds {quoted(word)}",
            control="no-listing",
        )


def _names(seen: Observation) -> set[str]:
    """Return what only a list would hold: names on disk, and the last parts of addresses."""
    on_disk = {PurePath(c.path).name for step in seen.steps for c in kept_files(step)}
    addresses = {PurePath(s.address).name for s in seen.steps if s.retrieved is not None}
    return {name for name in on_disk | addresses if len(name) >= TELLING}
