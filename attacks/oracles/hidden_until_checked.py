"""Hidden until checked: while a file is checked, nobody is given it.

Judges a probe that fetches a file at the same moment as it is uploaded. Denies that an answer held
the bytes of an upload that was refused in the end.

Blind to
    A moment that none of the requests hit; a name that was not tried. It is INCONCLUSIVE where the
    upload was not refused: then it may be fetched anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Exchange, Observation, Seen, Verdict
from attacks.oracles.judging import SERVED, judged

Pair = tuple[Exchange, Seen]


def hidden_until_checked(seen: Observation) -> Verdict:
    """Hold if no upload that was refused was served meanwhile."""
    pairs = seen.pairs()
    group = pairs[len(pairs) - seen.probe.together :]
    uploads = [pair for pair in group if pair[0].file is not None]
    gaps = ["the file was not refused" for _, step in uploads if not step.refused]
    return judged((effect for pair in uploads for effect in _effects(pair, group)), gaps)


def _effects(upload: Pair, group: tuple[Pair, ...]) -> Iterator[Effect]:
    sent, step = upload
    if sent.file is None or not step.refused:
        return
    content = sent.file.content.to_bytes()
    for asked, answer in group:
        given = answer.response
        if asked.file is None and given and given.status in SERVED and given.body == content:
            yield Effect(
                signature="a file was served while it was checked",
                detail=f"{answer.address} was answered {given.status} with the bytes of an "
                "upload that was refused",
            )
