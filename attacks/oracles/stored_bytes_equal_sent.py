"""Stored bytes equal sent: a file that was taken comes back as it was sent.

Denies that a stored file has gained, lost or changed bytes. Holds when what is served
back, or one of the files on disk, is the file that was sent.

A target that writes images or documents anew is no fault: bytes that differ but begin like
the same type are INCONCLUSIVE, unless the one file is the beginning of the other, which no
encoder does. So is a difference on disk alone, which may be compression or encryption.

Blind to
    Changes in the middle of an image or a PDF; a file that is served right today.
"""

from __future__ import annotations

from attacks.model import (
    BODY_KEPT,
    Body,
    Effect,
    Observation,
    Response,
    Seen,
    SentFile,
    Stored,
    Verdict,
)
from attacks.oracles import media
from attacks.oracles.judging import judged, kept_files, maybe_stored, served


def stored_bytes_equal_sent(seen: Observation) -> Verdict:
    """Hold if every stored file is, on disk or served back, what was sent."""
    effects: list[Effect] = []
    gaps: list[str] = []
    for exchange, step in seen.pairs():
        if exchange.file is None or not maybe_stored(step) or _on_disk(exchange.file, step):
            continue
        answer = served(step)
        if step.stored is not Stored.YES:
            gaps.append("nobody could see whether the file was stored")
        elif answer is None:
            gaps.append("the file was not fetched back, and is not on disk as it was sent")
        elif reason := _excuse(exchange.file, answer):
            gaps.append(reason)
        else:
            effects += _difference(exchange.file.content, answer.body)
    return judged(effects, gaps)


def _on_disk(file: SentFile, step: Seen) -> bool:
    digest = file.content.sha256()
    return any(change.sha256 == digest for change in kept_files(step))


def _excuse(file: SentFile, answer: Response) -> str:
    """Say why a difference would prove nothing; empty if it would."""
    if _begins_alike(file.content, answer.body):
        return ""
    kind = media.signature(answer.body)
    if kind and kind == media.signature(next(file.content.chunks(), b"")):
        return f"the target seems to write {kind} anew"
    values = answer.header(b"content-type")
    page = bool(values) and media.essence(values[0]) == "text/html"
    return "a page came back in place of the file" if page else ""


def _difference(sent: Body, got: bytes) -> list[Effect]:
    if len(got) == min(sent.size, BODY_KEPT) and _begins_alike(sent, got):
        return []  # of a larger answer no more was kept
    longer = len(got) > sent.size
    how = "other" if len(got) == sent.size else "more" if longer else "fewer"
    detail = f"{sent.size} bytes were sent and {len(got)} came back"
    return [Effect(signature=f"{how} bytes came back than were sent", detail=detail)]


def _begins_alike(sent: Body, got: bytes) -> bool:
    """Tell whether the shorter of the two is the beginning of the longer."""
    at = 0
    for chunk in sent.chunks():
        piece = got[at : at + len(chunk)]
        if not chunk.startswith(piece):
            return False
        at += len(chunk)
    return True
