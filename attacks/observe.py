"""Send one probe and write down everything that can be seen of it."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from attacks.model import (
    ChangeKind,
    Demand,
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
from attacks.retrieve import fetch, get, same_bytes, same_type
from attacks.targets.session import Reply, Session
from attacks.targets.tree import digest

ERROR = 400  # the lowest status of an answer that is a refusal by itself
VARYING = re.compile(rb"[0-9A-Za-z_.\-]{16,}")  # tokens and ids, which differ between answers


def observe(session: Session, profile: Profile, probe: Probe) -> Observation:
    """Run *probe* step by step and return what was seen."""
    witnesses = tuple(w for w in probe.witnesses if not os.path.lexists(w))
    session.look()  # what the target did on its own since the last case is nobody's doing
    seen = [_step(session, profile, witnesses, step) for step in probe.steps]
    if len(seen) > 1:
        seen = [(_refetched(session, profile, s, a), a) for s, a in seen]
    page = get(session, profile.page, profile.headers.get("a", ()))
    return Observation(probe=probe, profile=profile, steps=tuple(s for s, _ in seen), honest=page)


def _step(
    session: Session, profile: Profile, witnesses: tuple[str, ...], step: Exchange
) -> tuple[Seen, str]:
    headers = profile.headers.get(step.actor, ())
    before = _there_already(session, profile, step)
    reply = session.send(with_headers(step.request, headers))
    view = _with_witnesses(session.look(), witnesses)
    _remove_escaped(view, step)
    refused = is_refusal(profile, reply.response)
    found = None if refused else _found(session, profile, step, reply.response)
    fresh = _is_fresh(step, found[1] if found else None, before)
    stored = _stored(profile, reply, view, refused=refused, found=fresh)
    found = None if stored is Stored.NO else found
    seen = Seen(
        response=reply.response,
        failure=reply.failure,
        refused=refused,
        stored=stored,
        bytes_read=reply.bytes_read,
        exception=reply.exception,
        disk=view,
        retrieved=found[1] if found else None,
    )
    return seen, found[0] if found else ""


def _there_already(session: Session, profile: Profile, step: Exchange) -> bytes | None:
    """Return what lies at the address of the step's file before it is sent.

    Only a template gives the address beforehand; an earlier case may have left the same there.
    """
    if profile.retrieval.kind is not RetrievalKind.TEMPLATE or step.file is None:
        return None
    found = _found(session, profile, step, Response(status=200))
    return found[1].body if found else None


def _is_fresh(step: Exchange, answer: Response | None, before: bytes | None) -> bool:
    """Return whether *answer* is the file of this step, and not a page or an earlier file."""
    if answer is None or step.file is None:
        return False
    is_file = same_bytes(answer, step.file) or same_type(answer, step.file)
    return is_file and (step.demand is Demand.ACCEPT or answer.body != before)


def _found(
    session: Session, profile: Profile, step: Exchange, answer: Response | None
) -> tuple[str, Response] | None:
    """Return path and answer of the step's file, where the answer to the upload leads to it."""
    if answer is None or step.file is None:
        return None
    headers = profile.headers.get(step.actor, ())
    found = fetch(session, profile.retrieval, answer, step.file, profile.endpoint, headers)
    forms = {path.partition("?")[0] for path in (profile.page, profile.endpoint)}
    return None if found and found[0].partition("?")[0] in forms else found


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
        return Stored.YES if kept else Stored.NO
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


def _remove_escaped(view: DiskView | None, step: Exchange) -> None:
    """Take back what the step left outside the storage root, told by its own bytes."""
    if view is None or step.file is None or not step.file.content.size:
        return  # an empty file may be anybody's
    made = [c.path for c in view.changes if c.kind is ChangeKind.CREATED and not c.inside]
    sent = step.file.content.sha256()
    for path in {*made, *view.escaped}:
        with suppress(OSError):
            if digest(path) == sent:
                Path(path).unlink()


def _with_witnesses(view: DiskView | None, witnesses: tuple[str, ...]) -> DiskView | None:
    appeared = {w for w in witnesses if os.path.lexists(w)}
    if not appeared:
        return view
    for witness in appeared:  # not there before the probe, so it is ours to remove
        with suppress(OSError):
            Path(witness).unlink()
    view = view or DiskView(root="")
    return dataclasses.replace(view, escaped=tuple(sorted({*view.escaped, *appeared})))
