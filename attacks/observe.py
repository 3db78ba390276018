"""Send one probe and write down everything that can be seen of it."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from attacks import people
from attacks.addressing import addressed
from attacks.group import at_once, shared_out
from attacks.marks import prepared
from attacks.meddling import meddled
from attacks.model import (
    DEAR,
    FRESH,
    OWNER,
    ChangeKind,
    Demand,
    DiskView,
    Exchange,
    Meddling,
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
from attacks.targets.cost import measured
from attacks.targets.session import Reply, Session
from attacks.targets.tree import digest

ERROR = 400  # the lowest status of an answer that is a refusal by itself
VARYING = re.compile(rb"[0-9A-Za-z_.\-]{16,}")  # tokens and ids, which differ between answers
TOO_DEAR = "not sent: a smaller one of its kind was too dear already"


def observe(session: Session, profile: Profile, probe: Probe) -> Observation:
    """Run *probe* step by step and return what was seen."""
    if FRESH in profile.forms and people.needs_fresh(profile, probe):
        profile = people.renewed(session, profile)
    with ExitStack() as meddling:
        seen = tuple(_Course(session, profile, probe, meddling).run())
    page = get(session, profile.page, profile.headers.get(OWNER, ()))
    return Observation(probe=probe, profile=profile, steps=seen, honest=page)


@dataclass(slots=True)
class _Course:
    """One probe on its way: what was seen of the steps so far."""

    session: Session
    profile: Profile
    probe: Probe
    meddling: ExitStack
    witnesses: tuple[str, ...] = ()
    seen: list[Seen] = field(default_factory=list)

    def run(self) -> Iterable[Seen]:
        self.witnesses = tuple(w for w in self.probe.witnesses if not os.path.lexists(w))
        # What the target did on its own since the last case is nobody's doing.
        self.session.look()
        self.session.log()
        first = len(self.probe.steps) - self.probe.together
        for step in self.probe.steps[:first]:
            self._one(step)
        if self.probe.together:
            self._group(self.probe.steps[first:])
        return (
            self.seen if len(self.seen) == 1 else map(self._refetched, self.probe.steps, self.seen)
        )

    def _one(self, step: Exchange) -> None:
        self._meddle(step)
        before = _there_already(self.session, self.profile, step)
        request = self._request(step)
        if request is None:
            self.seen.append(Seen(response=None, failure="nobody knows where the file is"))
            return
        if any(seen.cost and seen.cost.seconds >= DEAR for seen in self.seen):
            self.seen.append(Seen(response=None, failure=TOO_DEAR))
            return
        sent = prepared(self.profile, request, step.actor)
        reply = measured(self.session, sent) if self.probe.measured else self.session.send(sent)
        view = _with_witnesses(self.session.look(), self.witnesses)
        self.seen.append(self._told(step, request, reply, view, before))

    def _meddle(self, step: Exchange) -> None:
        if step.meddling is None or step.about is None:
            return
        if step.meddling is Meddling.EXPIRE:
            self.session.age()
        else:
            self.meddling.enter_context(meddled(step.meddling, self.seen[step.about]))
        self.session.look()  # our doing, not the target's

    def _group(self, steps: tuple[Exchange, ...]) -> None:
        """Send *steps* at the same moment, and hand out what changed meanwhile."""
        requests = [self._request(step) or step.request for step in steps]
        sent = [
            prepared(self.profile, request, step.actor)
            for request, step in zip(requests, steps, strict=True)
        ]
        replies = at_once(self.session, sent)
        view = _with_witnesses(self.session.look(), self.witnesses)
        refused = [is_refusal(self.profile, reply.response) for reply in replies]
        views = shared_out(view, steps, refused)
        for step, request, reply, part in zip(steps, requests, replies, views, strict=True):
            self.seen.append(self._told(step, request, reply, part, None))

    def _request(self, step: Exchange) -> Request | None:
        return addressed(step, self.seen) if step.about is not None else step.request

    def _told(
        self,
        step: Exchange,
        request: Request,
        reply: Reply,
        view: DiskView | None,
        before: bytes | None,
    ) -> Seen:
        _remove_escaped(view, step)
        refused = is_refusal(self.profile, reply.response)
        found = None if refused else _found(self.session, self.profile, step, reply.response)
        fresh = _is_fresh(step, found[1] if found else None, before)
        stored = _stored(self.profile, reply, view, refused=refused, found=fresh)
        found = None if stored is Stored.NO else found
        asked = request.path.decode("latin-1") if step.about is not None else ""
        return Seen(
            response=reply.response,
            failure=reply.failure,
            refused=refused,
            stored=stored,
            bytes_read=reply.bytes_read,
            exception=reply.exception,
            disk=view,
            retrieved=found[1] if found else None,
            address=found[0] if found else asked,
            log=self.session.log(),
            reached=reply.reached,
            cost=reply.cost,
        )

    def _refetched(self, step: Exchange, seen: Seen) -> Seen:
        if seen.retrieved is None:
            return seen
        headers = self.profile.headers.get(step.actor, ())
        return dataclasses.replace(seen, refetched=get(self.session, seen.address, headers))


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
