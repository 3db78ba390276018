"""Marks: what stands for a secret until a request is sent.

A probe is kept, replayed on a fresh session and written to a record; none of that may depend
on a token or a password, or give one away. So a mark is written in its place: as long as
the value where a body's length counts, and the same in every session.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote_plus

from attacks.model import Body, Fill, Piece, Profile, Request

SHORTEST = 8  # what is shorter is no secret, and too short for a mark
FORM = b"application/x-www-form-urlencoded"


def mark(actor: str, field: str, size: int = 0) -> str:
    """Return what stands for the value of *field* in a form of *actor*; *size* is its length."""
    digest = hashlib.sha256(f"{actor}\0{field}".encode()).hexdigest()
    named = f"{actor}.{re.sub('[^0-9A-Za-z]+', '_', field)}."
    size = size or len(named) + SHORTEST
    return (named + digest * size if size >= len(named) + SHORTEST else digest * size)[:size]


def marked(
    actor: str, fields: Iterable[tuple[str, str]]
) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Return *fields* with a mark for each value that may be a secret, and what they stand for."""
    secrets = {mark(actor, n, len(v)): v for n, v in fields if len(v) >= SHORTEST}
    of = {value: each for each, value in secrets.items()}
    return tuple((n, of.get(v, v)) for n, v in fields), secrets


def prepared(profile: Profile, request: Request, actor: str) -> Request:
    """Return *request* as it is sent: with the secrets, and with the headers of *actor*."""
    sent = filled(request, profile.secrets)
    return replace(sent, headers=sent.headers + profile.headers.get(actor, ()))


def filled(request: Request, secrets: Mapping[str, str]) -> Request:
    """Return *request* with each mark replaced by what it stands for."""
    if not secrets:
        return request
    values = {each.encode(): value.encode() for each, value in secrets.items()}
    form = any(n.lower() == b"content-type" and v.startswith(FORM) for n, v in request.headers)
    coded = {m: quote_plus(v).encode() for m, v in values.items()} if form else values
    return replace(
        request,
        path=_replaced(request.path, values),
        headers=tuple((n, _replaced(v, values)) for n, v in request.headers),
        body=Body(tuple(_pieces(request.body.pieces, coded))),
    )


def _replaced(data: bytes, values: Mapping[bytes, bytes]) -> bytes:
    for each, value in values.items():
        data = data.replace(each, value)
    return data


def _pieces(pieces: tuple[Piece, ...], values: Mapping[bytes, bytes]) -> Iterator[Piece]:
    """Yield *pieces* with their marks replaced, also of a mark that is cut in two."""
    for is_fill, group in groupby(pieces, lambda piece: isinstance(piece, Fill)):
        run = tuple(group)
        if is_fill:
            yield from run
        else:
            yield from _recut([piece for piece in run if isinstance(piece, bytes)], values)


def _recut(run: list[bytes], values: Mapping[bytes, bytes]) -> Iterator[bytes]:
    whole = b"".join(run)
    data = _replaced(whole, values)
    each = [_replaced(piece, values) for piece in run]
    if b"".join(each) == data:
        yield from each
        return
    if len(data) != len(whole):
        yield data
        return
    at = 0
    for piece in run:
        yield data[at : at + len(piece)]
        at += len(piece)
