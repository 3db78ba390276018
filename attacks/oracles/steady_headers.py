"""Steady headers: a file comes with the same safe headers however it is asked for.

Denies that an answer which carries a stored file, to a request that asks in another way (a
query, a header, a range, another method), has another Content-Type, disposition, policy or
``nosniff`` than the plain download right after the upload; that it lets a service worker out
of its folder; and that an answer without the file drops the ``nosniff`` that the download has.

Blind to
    Headers that are bad on every answer: other oracles judge the download itself. The type of
    a range in several parts, which must differ; a file that comes packed.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Exchange, Observation, Response, Seen, Severity, Verdict
from attacks.oracles import media
from attacks.oracles.judging import SERVED, judged, quoted, served

SAME = (
    (b"content-type", "response-media-type"),
    (b"content-disposition", "attachment-disposition"),
    (b"content-security-policy", "content-csp-sandbox"),
    (b"x-content-type-options", "nosniff"),
    (b"content-encoding", "response-media-type"),
)
PARTS = "multipart/byteranges"  # RFC 9110, section 14.6
WORKERS = b"service-worker-allowed"
UNCHANGED = 304  # repeats what may have changed, and nothing else (RFC 9110, section 15.4.5)


def steady_headers(seen: Observation) -> Verdict:
    """Hold if each step about a file was answered as the download was."""
    asked = [(e, s) for e, s in seen.pairs() if e.about is not None and e.file is None]
    gaps = filter(None, (_gap(seen, *pair) for pair in asked))
    return judged((f for pair in asked for f in _effects(seen, *pair)), gaps)


def _gap(seen: Observation, exchange: Exchange, step: Seen) -> str:
    if step.response is None:
        return step.failure or "no answer came"
    return "" if served(seen.steps[exchange.about or 0]) else "the file was not fetched back"


def _effects(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    plain, answer = served(seen.steps[exchange.about or 0]), step.response
    if plain is None or answer is None:
        return
    if answer.header(WORKERS):
        yield Effect(
            signature="a service worker is let out of its folder",
            detail=f"Service-Worker-Allowed is {quoted(answer.header(WORKERS)[0])}",
            control="response-media-type",
        )
    if answer.status in SERVED and _carries(exchange, plain, answer):
        yield from _changed(plain, answer)
    elif answer.status not in {*SERVED, UNCHANGED}:
        yield from _unguarded(plain, answer)


def _carries(exchange: Exchange, plain: Response, answer: Response) -> bool:
    """Tell whether *answer* is the file, a part of it, or a frame around it, or would be."""
    if exchange.request.method == b"HEAD" or PARTS in _types(answer):
        return True
    return bool(answer.body) and (answer.body in plain.body or plain.body in answer.body)


def _types(answer: Response) -> set[str]:
    return {media.essence(value) for value in answer.header(b"content-type")}


def _changed(plain: Response, answer: Response) -> Iterator[Effect]:
    parted = PARTS in _types(answer)
    for name, control in SAME:
        before, after = plain.header(name), answer.header(name)
        if before != after and not (parted and name == b"content-type"):
            title = name.decode().title()
            yield Effect(
                signature=f"{title} changes with the request",
                detail=f"{title} was {quoted(b', '.join(before))}, "
                f"and is {quoted(b', '.join(after))} to who asks otherwise",
                control=control,
            )


def _unguarded(plain: Response, answer: Response) -> Iterator[Effect]:
    name = b"x-content-type-options"
    if plain.header(name) and not answer.header(name):
        yield Effect(
            signature="an answer about a file can be sniffed",
            detail=f"the answer {answer.status} has no X-Content-Type-Options, the download has",
            control="nosniff",
            severity=Severity.LOW,
        )
