"""No stowaway: nothing that a request brings along by the side is kept.

Denies that a second file which the same bytes carry (behind the end of the form or of the
request, beside the file that was checked) is found among what was stored, by its name or by its
bytes.

Blind to
    Targets whose disk is not in view; a stowaway that is stored under another name and rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Exchange, Observation, Seen, Verdict
from attacks.oracles.judging import judged, kept_files, quoted, text_of
from attacks.oracles.naming import kept_names


def no_stowaway(seen: Observation) -> Verdict:
    """Hold if no file that came along was stored."""
    loaded = [(e, s) for e, s in seen.pairs() if e.stowaways]
    gaps = ["the disk is not in view, where a stowaway would be" for _, s in loaded if not s.disk]
    return judged((effect for pair in loaded for effect in _effects(*pair)), gaps)


def _effects(exchange: Exchange, step: Seen) -> Iterator[Effect]:
    digests = {change.sha256 for change in kept_files(step)}
    names = kept_names(step)
    for file in exchange.stowaways:
        if file.content.sha256() in digests or text_of(file.filename) in names:
            yield Effect(
                signature="a file that came along with another request was stored",
                detail=f"{quoted(file.filename)} was stored, which nobody sent as a file",
            )
