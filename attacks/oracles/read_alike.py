"""Read alike: a request that was stored is read by other parsers as the target read it.

Denies that a file is stored from a request in which another parser finds no such file, more
files, another name or other bytes. A parser that refuses the request contradicts nobody. Which
reading the target took is told by the name and the bytes that show; where neither does, by most
of the parsers. A name with ``%22`` and one with a quote in its place are the same.

Blind to
    Parsers that are not installed; what an application makes of a name once it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attacks.model import Effect, Observation, Reading, Seen, SentFile, Stored, Verdict
from attacks.oracles.judging import judged, kept_files, maybe_stored, quoted, text_of
from attacks.oracles.naming import kept_names

ALWAYS_THERE = {"email"}
REMEDY = "only the standard library was asked: pip install upload-gauntlet[parsers]"


def read_alike(seen: Observation) -> Verdict:
    """Hold if no parser reads a stored request otherwise."""
    asked = [(e.file, s) for e, s in seen.pairs() if e.file is not None and e.file.readings]
    gaps = [gap for file, step in asked for gap in _gaps(file, step)]
    return judged((effect for pair in asked for effect in _effects(*pair)), gaps)


def _gaps(file: SentFile, step: Seen) -> Iterator[str]:
    if step.stored is not Stored.YES and maybe_stored(step):
        yield "nobody could see whether the file was stored"
    if {reading.parser for reading in file.readings} <= ALWAYS_THERE:
        yield REMEDY


def _effects(file: SentFile, step: Seen) -> Iterator[Effect]:
    takers = [reading for reading in file.readings if not reading.refused]
    if step.stored is not Stored.YES or not takers:
        return
    taken = _taken(takers, step)
    for reading in takers:
        for how in _differences(reading, taken):
            same = [r.parser for r in takers if how in _differences(r, taken)]
            yield Effect(
                signature=f"another parser finds {how} in a stored request",
                detail=f"{', '.join(same)}: {_told(reading)}; the target stored {_told(taken)}",
            )


def _taken(takers: list[Reading], step: Seen) -> Reading:
    """Return the reading that shows in what was stored, else the one of most parsers."""
    names, digests = kept_names(step), {change.sha256 for change in kept_files(step)}
    votes = Counter((reading.names, reading.digests) for reading in takers)

    def shown(reading: Reading) -> tuple[bool, bool, int]:
        by_name = any(text_of(name) in names for name in reading.names)
        by_content = bool(digests.intersection(reading.digests))
        return by_name, by_content, votes[reading.names, reading.digests]

    return max(takers, key=shown)


def _differences(reading: Reading, taken: Reading) -> Iterator[str]:
    """Yield how *reading* differs from the one that was *taken*."""
    if len(reading.names) != len(taken.names):
        yield "no such file" if len(reading.names) < len(taken.names) else "more files"
    elif list(map(_as_typed, reading.names)) != list(map(_as_typed, taken.names)):
        yield "another name"
    elif reading.digests != taken.digests:
        yield "other bytes"


def _as_typed(name: bytes) -> bytes:
    """Return *name* as its owner typed it: browsers write ``%22`` for a quote (HTML standard)."""
    return name.replace(b"%22", b'"')


def _told(reading: Reading) -> str:
    return ", ".join(map(quoted, reading.names)) or "no file"
