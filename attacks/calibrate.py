"""The first phase of a run: benign uploads that find out what a target accepts.

Calibration finds the form, tries an honest file of each type, and learns where files go,
how they are fetched back, what a refusal looks like, and what honest uploads touch
besides (a ledger, a log). A target that accepts nothing cannot be judged. Long, because what a
later session need not learn again stands beside what the first one learns.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from attacks import pages, people
from attacks.marks import marked, prepared
from attacks.model import (
    FRESH,
    OWNER,
    Body,
    DiskView,
    Login,
    Profile,
    Refusal,
    Request,
    Response,
    Retrieval,
    RetrievalKind,
    Sample,
    SentFile,
    Stored,
)
from attacks.observe import is_refusal, refusal_of
from attacks.retrieve import fetch, get, same_bytes, same_type
from attacks.strategies import contents
from attacks.targets.session import Hints, Reply, Session, TargetError
from attacks.targets.tree import is_inside
from attacks.uploads import upload

UNLIKELY = Sample(extension="zzqx", media_type="application/x-zzqx", content=b"zzqx\n")
NEVER_SEEN = "calibration"


class NothingAccepted(Exception):  # noqa: N818 - named for what it is
    """No honest file was accepted, so nothing that follows would mean anything."""


def calibrate(session: Session, hints: Hints, page: str = "/") -> Profile:
    """Return what could be learned of the target behind *session*.

    Raises:
        TargetError: the target does not answer, or no upload form can be found.
        NothingAccepted: every honest upload was refused, or none could be seen stored.
    """
    profile = _draft(session, hints, page)
    if profile.storage_root:
        session.watch(profile.storage_root, ())
    learner = _Learner(session, profile)
    for sample in _samples(hints):
        learner.try_sample(sample)
    return learner.result(learner.refusal())


def recalibrate(session: Session, hints: Hints, known: Profile) -> Profile:
    """Return the profile of a new session of a target of which *known* was learned in another.

    Everybody logs in anew; one honest upload stands for all that were tried before.

    Raises:
        TargetError: the target does not answer, or somebody could not log in.
        NothingAccepted: what was accepted then is now refused.
    """
    fresh = _draft(session, hints, known.page)
    profile = dataclasses.replace(
        fresh,
        accepted=known.accepted,
        retrieval=known.retrieval,
        refusals=known.refusals,
        storage_root=fresh.storage_root or known.storage_root,
    )
    moved = tuple(_moved(p, known.storage_root, profile.storage_root) for p in known.state_paths)
    if profile.storage_root:
        session.watch(profile.storage_root, moved)
    answer = _send(session, profile, _file(profile.sample)).response
    if answer is None or is_refusal(profile, answer):
        raise NothingAccepted(f"{profile.sample.extension} is refused now, and was not before")
    session.look()
    return dataclasses.replace(profile, state_paths=moved)


def _moved(path: str, before: str, now: str) -> str:
    """Return where *path* is, if the folder *before* is now called *now*.

    The two differ in the name of a sandbox, which *path* may be in as well.
    """
    old, new = Path(before), Path(now)
    while old.name and old.name == new.name:
        old, new = old.parent, new.parent
    return str(new / Path(path).relative_to(old)) if Path(path).is_relative_to(old) else path


def _samples(hints: Hints) -> tuple[Sample, ...]:
    known = contents.HONEST
    wanted = hints.accepted or tuple(known)
    missing = [e for e in wanted if e not in known]
    if missing:
        raise TargetError(f"no honest file for {', '.join(missing)}; known: {', '.join(known)}")
    return tuple(known[extension] for extension in wanted)


def _draft(session: Session, hints: Hints, page: str) -> Profile:
    page = hints.page or page
    known = _people(session, hints)
    answer = get(session, page, known.headers[OWNER])
    if answer is None:
        raise TargetError(f"no answer to GET {page}")
    form = pages.upload_form(f"http://{session.host}{page}", answer)
    if form is None and not (hints.endpoint and hints.field):
        raise TargetError(
            f"no upload form in the page at {page} (status {answer.status}); give the page's "
            "path, or --field if this is the endpoint itself, or both in a profile"
        )
    drafted = dataclasses.replace(
        known,
        endpoint=hints.endpoint or (form.action if form else ""),
        field=hints.field or (form.file if form else ""),
        page=page,
        limits=hints.limits,
        retrieval=hints.retrieval,
        storage_root=_absolute(hints.storage_root) or session.storage_root,
        routes=hints.routes,
        hosts=hints.hosts,
        disposable=hints.disposable or bool(session.storage_root),
        ages=session.ages,
    )
    return _with_fields(session, hints, drafted)


def _people(session: Session, hints: Hints) -> Profile:
    """Return a profile that knows who everybody is, and nothing else yet."""
    headers = {OWNER: (), **hints.headers}
    logins: dict[str, Login] = {}
    secrets: dict[str, str] = {}
    for actor, (path, fields) in hints.logins.items():
        logins[actor], known = people.login_of(session, actor, path, fields)
        secrets |= known
        try:
            given = headers.get(actor, ())
            headers[actor] = people.enter(session, logins[actor], secrets, given)
        except TargetError as error:
            raise TargetError(f"actor {actor}: {error}") from error
    return Profile(endpoint="", field="", headers=headers, logins=logins, secrets=secrets)


def _with_fields(session: Session, hints: Hints, profile: Profile) -> Profile:
    """Return *profile* with the form of every actor, secrets marked."""
    given = {
        actor: tuple({**dict(people.page_fields(session, profile.page, h)), **hints.fields}.items())
        for actor, h in profile.headers.items()
    }
    own = given[OWNER]
    if OWNER in profile.logins:
        given[FRESH] = own  # of another session, but as long
    forms, secrets = {}, dict(profile.secrets)
    for actor, fields in given.items():
        forms[actor], more = marked(actor, fields)
        secrets |= more
    return dataclasses.replace(
        profile,
        fields=forms.pop(OWNER),
        forms=forms,
        tokens=people.tokens(own, given.values()),
        secrets=secrets,
    )


def _absolute(path: str) -> str:
    if path and not Path(path).is_dir():
        raise TargetError(f"storage root {path} is no folder here; name one, or leave it out")
    return str(Path(path).absolute()) if path else ""


def _file(sample: Sample) -> SentFile:
    return SentFile(
        filename=f"{NEVER_SEEN}.{sample.extension}".encode(),
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )


def _send(session: Session, profile: Profile, file: SentFile) -> Reply:
    request: Request = upload(profile, file).request
    return session.send(prepared(profile, request, OWNER))


class _Learner:
    """Tries honest uploads one by one and remembers what they show."""

    def __init__(self, session: Session, profile: Profile) -> None:
        self._session = session
        self._profile = profile
        self._told = profile  # what was said beforehand, and must turn out to be so
        self._on_disk = self._fetched = False
        self._accepted: list[Sample] = []
        self._answers: set[Refusal] = set()
        self._state: set[str] = set()
        self._last = "nothing was tried"

    def try_sample(self, sample: Sample) -> None:
        """Upload *sample* and learn from what happens."""
        file = _file(sample)
        reply = _send(self._session, self._profile, file)
        written, view = self._session.written(), self._session.look()
        if reply.response is None or is_refusal(self._profile, reply.response):
            status = reply.response.status if reply.response else reply.failure
            self._last = f"{sample.extension}: {status}"
            return
        self._find_root(written, file)
        self._find_retrieval(reply.response, file)
        if self._was_stored(reply.response, file, view, written) is Stored.YES:
            self._accepted.append(sample)
            self._answers.add(refusal_of(reply.response))
            self._remember_state(view, written, file)
            self._on_disk |= any(c.inside and c.sha256 for c in (view.changes if view else ()))
            found = self._fetch(self._profile.retrieval, reply.response, file)
            self._fetched |= found is not None and _is_file(found[1], file)
        else:
            self._last = f"{sample.extension}: {reply.response.status}, but nothing was kept"

    def refusal(self) -> Refusal | None:
        """Return what a refusal looks like, told by a type that hardly anyone accepts."""
        file = _file(UNLIKELY)
        answer = _send(self._session, self._profile, file).response
        written, view = self._session.written(), self._session.look()
        if answer is None or is_refusal(self._profile, answer):
            return None  # nothing to learn: an error status says it all
        if self._was_stored(answer, file, view, written) is Stored.YES:
            return None  # what is stored was not refused
        return refusal_of(answer)

    def _find_root(self, written: tuple[str, ...], file: SentFile) -> None:
        if self._profile.storage_root:
            return
        content = file.content.to_bytes()
        for path in written:
            folder, _, _ = path.rpartition("/")
            if _holds(path, content):
                self._profile = dataclasses.replace(self._profile, storage_root=folder)
                self._session.watch(folder, ())
                return

    def _find_retrieval(self, answer: Response, file: SentFile) -> None:
        if self._profile.retrieval.kind is not RetrievalKind.NONE:
            return
        for kind in (RetrievalKind.LOCATION, RetrievalKind.LINK):
            retrieval = Retrieval(kind=kind)
            found = self._fetch(retrieval, answer, file)
            if found and _is_file(found[1], file):
                if kind is RetrievalKind.LINK:
                    retrieval = Retrieval(kind=kind, template=found[0].rpartition("/")[0] + "/")
                self._profile = dataclasses.replace(self._profile, retrieval=retrieval)
                return

    def _fetch(
        self, retrieval: Retrieval, answer: Response, file: SentFile
    ) -> tuple[str, Response] | None:
        headers = self._profile.headers[OWNER]
        return fetch(self._session, retrieval, answer, file, self._profile.endpoint, headers)

    def _was_stored(
        self, answer: Response, file: SentFile, view: DiskView | None, written: tuple[str, ...]
    ) -> Stored:
        content = file.content.to_bytes()
        on_disk = any(_holds(path, content) for path in written) or any(
            c.inside and c.sha256 for c in (view.changes if view else ())
        )
        if on_disk:
            return Stored.YES
        found = self._fetch(self._profile.retrieval, answer, file)
        return Stored.YES if found and same_bytes(found[1], file) else Stored.NO

    def _remember_state(
        self, view: DiskView | None, written: tuple[str, ...], file: SentFile
    ) -> None:
        root, content = self._profile.storage_root, file.content.to_bytes()
        touched = {*written, *(c.path for c in (view.changes if view else ()))}
        self._state |= {
            p for p in touched if not is_inside(p, root) and not _holds(p, content) and p != root
        }

    def _check_what_was_told(self) -> None:
        """Refuse a folder or a way back that is not the target's: both would hold everything."""
        if self._told.storage_root and not self._on_disk:
            raise TargetError(
                f"honest uploads put nothing below {self._told.storage_root}; name the folder "
                "where files go, or leave the storage root out"
            )
        if self._told.retrieval.kind is not RetrievalKind.NONE and not self._fetched:
            raise TargetError(
                f"no honest upload could be fetched back as the profile says "
                f"({self._told.retrieval.kind} {self._told.retrieval.template}); mend it, or leave "
                "it out"
            )

    def result(self, refusal: Refusal | None) -> Profile:
        """Return the finished profile."""
        if not self._accepted:
            raise NothingAccepted(
                f"no honest upload to {self._profile.endpoint}, field {self._profile.field!r}, was "
                f"stored (last: {self._last})"
            )
        self._check_what_was_told()
        # An answer that an accepted upload gets too tells nothing.
        refusals = (refusal,) if refusal and refusal not in self._answers else ()
        state = tuple(sorted(self._state))
        if self._profile.storage_root:
            self._session.watch(self._profile.storage_root, state)
        return dataclasses.replace(
            self._profile, accepted=tuple(self._accepted), refusals=refusals, state_paths=state
        )


def _holds(path: str, content: bytes) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - may be any path that the target named
            return file.read(len(content) + 1) == content
    except OSError:
        return False


def _is_file(response: Response, file: SentFile) -> bool:
    return same_bytes(response, file) or same_type(response, file)
