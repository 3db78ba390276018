"""Not kept as sent: what must be refused for its content is refused, or made harmless.

Denies that a file which is not what its name says, or which does more than be looked at, is
there for others as it was sent. Holds when nothing is stored, when other bytes are served (an
image drawn anew, a document cleaned) and the mark that the attack left is neither among them
nor in a stream that they hold compressed, and when the answer was 202: taken, and not given to
anybody (RFC 9110, section 15.3.3).

Blind to
    What a rewriting target leaves in other places than its download; whether anybody is ever
    given a file that was answered with 202.
"""

from __future__ import annotations

from attacks.model import (
    BODY_KEPT,
    Demand,
    Effect,
    Exchange,
    Observation,
    Response,
    RetrievalKind,
    Seen,
    SentFile,
    Severity,
    Stored,
    Verdict,
)
from attacks.oracles import media
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.judging import judged, kept_files, maybe_stored, quoted, served
from attacks.oracles.unpacking import holds

ACCEPTED = 202
UNKNOWN = "application/octet-stream"
SIGNATURE = "a file that must be refused was kept as it was sent"


def not_kept_as_sent(seen: Observation) -> Verdict:
    """Hold if no file that must be refused comes back as it was sent, nor lies on disk so."""
    must = [(e, s) for e, s in seen.pairs() if e.demand is Demand.REFUSE and maybe_stored(s)]
    fetched = seen.profile.retrieval.kind is not RetrievalKind.NONE
    effects = (f for e, s in must if e.file for f in _effects(e.file, s, fetched=fetched))
    return judged(effects, filter(None, (_gap(e, s) for e, s in must)))


def _effects(file: SentFile, step: Seen, *, fetched: bool) -> list[Effect]:
    answer = served(step)
    if answer is None:
        unseen = not fetched and _on_disk(file, step)
        return [_effect(f"{quoted(file.filename)} lies on disk as sent")] if unseen else []
    if not _came_back(file, answer):
        return []
    kind = media.essence((*answer.header(b"content-type"), b"")[0])
    # A browser does nothing with it: whoever downloads it may still be misled.
    severity = Severity.LOW if kind == UNKNOWN else None
    return [_effect(f"{quoted(file.filename)} came back as {kind or 'no type'}", severity)]


def _effect(detail: str, severity: Severity | None = None) -> Effect:
    return Effect(signature=SIGNATURE, detail=detail, severity=severity)


def _came_back(file: SentFile, answer: Response) -> bool:
    if holds(answer.body, HIDDEN):
        return True
    kept = bytearray()
    for chunk in file.content.chunks():
        kept += chunk
        if len(kept) >= BODY_KEPT:
            break
    return answer.body == kept[:BODY_KEPT]


def _on_disk(file: SentFile, step: Seen) -> bool:
    return file.content.sha256() in {change.sha256 for change in kept_files(step)}


def _gap(exchange: Exchange, step: Seen) -> str:
    """Say why nothing follows from what was seen; empty if something does."""
    withheld = step.response is not None and step.response.status == ACCEPTED
    if exchange.file is None or served(step) is not None or withheld:
        return ""
    if step.stored is not Stored.YES:
        return "nobody could see whether the file was stored"
    return "the file was kept, and not fetched back: as what nobody knows"
