"""Send one probe and write down everything that can be seen of it."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from attacks.model import (
    DiskView,
    Exchange,
    Observation,
    Probe,
    Profile,
    Refusal,
    Request,
    Response,
    RetrievalKind,
    Seen,
    Stored,
)
from attacks.retrieve import fetch, get
from attacks.targets.session import Reply, Session

ERROR = 400  # the lowest status of an answer that is a refusal by itself
VARYING = re.compile(rb"[0-9A-Za-z_.\-]{16,}")  # tokens and ids, which differ between answers


def observe(session: Session, profile: Profile, probe: Probe) -> Observation:
    """Run *probe* step by step and return what was seen."""
    witnesses = _absent(probe.witnesses)
    seen = [_step(session, profile, witnesses, step) for step in probe.steps]
    if len(seen) > 1:
        seen = [(_refetched(session, profile, s, a), a) for s, a in seen]
    page = get(session, profile.page, profile.headers.get("a", ()))
    return Observation(probe=probe, profile=profile, steps=tuple(s for s, _ in seen), honest=page)


def _step(
    session: Session, profile: Profile, witnesses: tuple[str, ...], step: Exchange
) -> tuple[Seen, str]:
    headers = profile.headers.get(step.actor, ())
    reply = session.send(with_headers(step.request, headers))
    view = _with_witnesses(session.look(), witnesses)
    refused = is_refusal(profile, reply.response)
    found = None
    if reply.response and step.file and not refused:
        found = fetch(
            session, profile.retrieval, reply.response, step.file, profile.endpoint, headers
        )
        found = None if found and found[0] in {profile.page, profile.endpoint} else found
    seen = Seen(
        response=reply.response,
        failure=reply.failure,
        refused=refused,
        stored=_stored(profile, reply, view, refused=refused, found=found is not None),
        bytes_read=reply.bytes_read,
        exception=reply.exception,
        disk=view,
        retrieved=found[1] if found else None,
    )
    return seen, found[0] if found else ""


def with_headers(request: Request, headers: tuple[tuple[bytes, bytes], ...]) -> Request:
    """Return *request* with the actor's own headers behind the probe's."""
    return dataclasses.replace(request, headers=request.headers + headers)


def _stored(
    profile: Profile, reply: Reply, view: DiskView | None, *, refused: bool, found: bool
) -> Stored:
    """Tell by effects whether the file was kept; what a refusal leaves behind is not kept."""
    if refused:
        return Stored.NO
    if view is not None and view.root:
        kept = any(c.inside and c.sha256 for c in view.changes)
        return Stored.YES if kept or found else Stored.NO
    if found:
        return Stored.YES
    can_tell = profile.retrieval.kind is not RetrievalKind.NONE and reply.response is not None
    return Stored.NO if can_tell else Stored.UNSEEN


def is_refusal(profile: Profile, response: Response | None) -> bool:
    """Return whether *response* says no: by its status, or as calibration saw it said."""
    if response is None:
        return False
    return response.status >= ERROR or refusal_of(response) in profile.refusals


def refusal_of(response: Response) -> Refusal:
    """Return what makes *response* recognisable, with all that varies blotted out."""
    locations = response.header(b"Location")
    return Refusal(
        status=response.status,
        location=VARYING.sub(b"*", locations[0]) if locations else b"",
        body_sha256=hashlib.sha256(VARYING.sub(b"*", response.body)).hexdigest(),
    )


def _refetched(session: Session, profile: Profile, seen: Seen, address: str) -> Seen:
    if not address:
        return seen
    return dataclasses.replace(seen, refetched=get(session, address, profile.headers.get("a", ())))


def _with_witnesses(view: DiskView | None, witnesses: tuple[str, ...]) -> DiskView | None:
    appeared = {w for w in witnesses if os.path.lexists(w)}
    _absent(appeared)
    if not appeared:
        return view
    view = view or DiskView(root="")
    return dataclasses.replace(view, escaped=tuple(sorted({*view.escaped, *appeared})))


def _absent(witnesses: Iterable[str]) -> tuple[str, ...]:
    """Remove *witnesses* and return those that are gone; what stays would tell nothing."""
    for witness in witnesses:
        with suppress(OSError, ValueError):
            Path(witness).unlink()
    return tuple(w for w in witnesses if not os.path.lexists(w))
