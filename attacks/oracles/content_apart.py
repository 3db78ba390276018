"""Content apart: what users sent lives on a host where nobody is logged in.

Denies that the host for content answers a page of the app, sets a cookie or takes an upload, and
that the app's own host serves the bytes of a file.

Blind to
    Hosts that share a registrable domain, whose cookies meet; whatever a proxy maps.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Exchange, Observation, Seen, Stored, Verdict
from attacks.oracles import media
from attacks.oracles.judging import SERVED, judged, quoted


def content_apart(seen: Observation) -> Verdict:
    """Hold if the host for content has content only, and no other host has it."""
    host = seen.profile.routes.content_host.encode()
    there = [(e, s) for e, s in seen.pairs() if _at(e, host)]
    here = [(e, s) for e, s in seen.pairs() if not _at(e, host)]
    effects = [effect for pair in there for effect in _there(*pair)]
    effects += [effect for pair in here for effect in _here(seen, *pair)]
    return judged(effects, [s.failure or "no answer came" for _, s in there if not s.response])


def _at(exchange: Exchange, host: bytes) -> bool:
    return (b"Host", host) in exchange.request.headers


def _there(exchange: Exchange, step: Seen) -> Iterator[Effect]:
    answer = step.response
    if answer is None:
        return
    if answer.header(b"set-cookie"):
        yield _effect("the host for content sets a cookie", exchange)
    if step.stored is Stored.YES:
        yield _effect("the host for content takes uploads", exchange)
    types = answer.header(b"content-type")
    if answer.status in SERVED and any(media.is_active(media.essence(value)) for value in types):
        yield _effect("the host for content answers pages of the app", exchange)


def _here(seen: Observation, exchange: Exchange, step: Seen) -> Iterator[Effect]:
    answer = step.response
    if exchange.about is None or answer is None or answer.status not in SERVED:
        return
    stored = seen.probe.steps[exchange.about].file
    if answer.body and stored is not None and stored.content.to_bytes() == answer.body:
        yield _effect("the app's own host serves what users sent", exchange)


def _effect(signature: str, exchange: Exchange) -> Effect:
    method, path = exchange.request.method.decode("latin-1"), exchange.request.path
    return Effect(signature=signature, detail=f"{signature}: {method} {quoted(path)}")
