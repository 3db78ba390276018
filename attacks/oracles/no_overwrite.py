"""No overwrite: what one upload stored, a later one leaves alone.

Denies that a second upload replaces or removes the file of the first: by the same name
sent twice, or by different names that some cleaning step makes equal. Holds when each
file of the probe is still there, byte for byte, after all the steps.

On disk, a step's file is the one that has its content; if none has (the target re-encodes),
the ones that it created. Without a view of the disk the URL is fetched twice.

Blind to
    Steps that send equal bytes; a file that a later step removes, where the disk cannot
    be seen (a link may be good for one download only); uploads at the same moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from attacks.model import ChangeKind, Effect, Exchange, Observation, Seen, Stored, Verdict
from attacks.oracles.judging import SERVED, judged, kept_files, maybe_stored, place, quoted, served

Pair = tuple[Exchange, Seen]


def no_overwrite(seen: Observation) -> Verdict:
    """Hold if every file that a step stored outlives the later steps."""
    effects: list[Effect] = []
    gaps: list[str] = []
    pairs = seen.pairs()
    for index, pair in enumerate(pairs[:-1]):
        if pair[0].file is None or not maybe_stored(pair[1]):
            continue
        later = pairs[index + 1 :]
        if paths := _own_files(pair):
            effects += _changed(pair, later, paths)
        elif _was_seen_twice(pair[1]):
            effects += _replaced(pair, later)
        else:
            gaps.append("neither the disk nor a second fetch shows what became of the first file")
    return judged(effects, gaps)


def _own_files(pair: Pair) -> dict[str, str]:
    """Map each path that holds the step's file to its digest."""
    exchange, step = pair
    if step.stored is not Stored.YES or exchange.file is None:
        return {}
    files = kept_files(step)
    digest = exchange.file.content.sha256()
    same = {c.path: digest for c in files if c.sha256 == digest}
    return same or {c.path: c.sha256 for c in files if c.kind is ChangeKind.CREATED}


def _changed(pair: Pair, later: tuple[Pair, ...], paths: dict[str, str]) -> Iterator[Effect]:
    for other in later:
        moved = {change.sha256 for change in kept_files(other[1])}
        for change in other[1].disk.changes if other[1].disk else ():
            digest = paths.get(change.path)
            if digest is not None and change.sha256 != digest and digest not in moved:
                where = place(change.path, other[1])
                yield _effect(pair, other, f"{where} was {change.kind.value}")


def _was_seen_twice(step: Seen) -> bool:
    again = step.refetched
    return served(step) is not None and again is not None and again.status in SERVED


def _replaced(pair: Pair, later: tuple[Pair, ...]) -> Iterator[Effect]:
    """Compare the two fetches; only a body that is known to be a file tells anything."""
    exchange, step = pair
    before = step.retrieved.body if step.retrieved else b""
    after = step.refetched.body if step.refetched else b""
    if before == after:
        return
    others = [o for o in later if _is_file_of(o, after)]
    if others or _is_file_of((exchange, step), before, sent_only=True):
        yield _effect(pair, (others or list(later))[0], "other bytes are served at its URL")


def _is_file_of(pair: Pair, body: bytes, *, sent_only: bool = False) -> bool:
    exchange, step = pair
    sent = exchange.file is not None and exchange.file.content.sha256() == _digest(body)
    answer = None if sent_only else served(step)
    return sent or (answer is not None and answer.body == body)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _effect(first: Pair, second: Pair, how: str) -> Effect:
    names = [pair[0].file.filename if pair[0].file else b"" for pair in (first, second)]
    same = names[0] == names[1]
    return Effect(
        signature=(
            "a second upload replaced the first" if same else "different names became one file"
        ),
        detail=f"{quoted(names[1])} took the place of {quoted(names[0])}: {how}",
        control="exclusive-create",
    )
