"""The request class: Werkzeug's form parser replaced by a strict one that streams to the store.

``request.files`` and ``request.form`` keep working. The difference is what happens on the way:
a part is refused at its header, a file goes straight into an unnamed file of the store, and
whatever is not exactly right ends the request. Werkzeug 3.1.5 to 3.1.9 stores some files one
byte too long (pallets/werkzeug issue 3285) and reads a broken body as "no file".

Where a policy lets several files come at once, each has an outcome of its own: one that is
refused is read past, and the others go on.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any, cast

import flask
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from reference_app.controls.limits_over_time import UPLOADS
from reference_app.errors import Rejected
from reference_app.framing import Body, Event, Framing
from reference_app.pipeline import Stage
from reference_app.publication import Incoming
from reference_app.services import current
from reference_app.values import HEAD_BYTES, Account, Candidate, Identity, Proof, Visit

FIELD = "file"
FORM_TOKEN = "X-CSRF-Token"  # noqa: S105  # nosec B105 - the name of a header
FIRST_READ = 65_536  # a refusal at the part header costs no more than this
NEXT_READS = 262_144  # below 30 kB, looking for the boundary costs many times more per byte

Outcome = Incoming | Rejected


class UploadRequest(flask.Request):
    """A request whose files have been judged and streamed when ``request.files`` is first used."""

    visit = Visit(method="", endpoint="", host="", own_origin="", source="")
    """Who asks; nobody, until the gate has looked."""
    outcomes: tuple[Outcome, ...] = ()
    """For each file of the form, in order: it has arrived, or why it was refused."""
    want_form_data_parsed = True
    """A body without a Content-Type is the parser's business too."""

    def __init__(self, *known: Any, **more: Any) -> None:
        super().__init__(*known, **more)
        self.undo = ExitStack()
        """Drops what has arrived, unless a view publishes it."""

    @property
    def account(self) -> Account:
        """Who asks; the gate has let nobody through who is not known."""
        return cast("Identity", self.visit.identity).account

    def make_form_data_parser(self) -> Any:
        """Return ourselves behind Werkzeug's seam; only ``parse`` is ever called."""
        return self

    def parse(self, stream: Any, *_: Any) -> tuple[Any, Any, Any]:
        """Receive a form and return the stream, the text fields and the files."""
        intake = Intake(self)
        intake.receive_form()
        arrived = [(e.sink, e.candidate) for e in self.outcomes if isinstance(e, Incoming)]
        files = [(FIELD, FileStorage(s, c.name, FIELD, c.media_type)) for s, c in arrived]
        form = [(name, text.decode(errors="replace")) for name, text in intake.form]
        return stream, ImmutableMultiDict(form), ImmutableMultiDict(files)

    def prove(self, field: str = "") -> None:
        """Demand the form's token of a session: a browser sends its cookie on anybody's behalf."""
        identity, given = self.visit.identity, self.headers.get(FORM_TOKEN) or field
        if identity is not None and identity.form_token:
            current().judge(Stage.FORM, Proof(expected=identity.form_token, given=given))

    def close(self) -> None:
        """Drop what no view has published."""
        super().close()
        self.undo.close()


request = cast("UploadRequest", flask.request)
"""The one that is being handled, as what it is here."""


class Intake:
    """One body on its way in. Its files are dropped at a refusal, else at the request's end."""

    def __init__(self, asked: UploadRequest) -> None:
        self._asked, self._services, self._body = asked, current(), Body(asked.environ)
        self._known = Candidate(
            owner=asked.visit.account_id,
            feature=self._services.feature,
            max_files=self._services.policy.max_files if asked.endpoint in UPLOADS else 0,
            content_type=asked.headers.get("Content-Type", ""),
            content_encoding=asked.headers.get("Content-Encoding", ""),
            declared=self._body.declared,
            digest=asked.headers.get("Repr-Digest", ""),
        )
        self._open: Incoming | None = None
        self.form: list[tuple[str, bytearray]] = []

    def receive_form(self) -> None:
        """Take the whole form, or refuse it and leave nothing."""
        with self._undone_when_refused():
            self._judge(Stage.HEAD)
            framing = Framing(self._known.boundary, self._services.policy)
            for event in chain.from_iterable(map(framing.feed, self._chunks())):
                self._take(event)
            self._judge(Stage.END, complete=framing.complete)
            self._prove()

    def receive_raw(self, **name: Any) -> Outcome:
        """Take a body that is one file, called *name*, or refuse it and leave nothing."""
        with self._undone_when_refused():
            self._judge(Stage.RAW, files=1, max_files=1, **name)
            self._begin()
            for chunk in self._chunks():
                self._store(chunk)
            self._judge(Stage.END, complete=True)
            self._finish()
        return self._asked.outcomes[0]

    def _judge(self, stage: Stage, **known: Any) -> None:
        self._known = self._services.judge(stage, replace(self._known, **known))

    def _chunks(self) -> Iterator[bytes]:
        """Read the body in pieces, counted before anybody looks at them."""
        while chunk := self._body.read(NEXT_READS if self._known.files else FIRST_READ):
            self._judge(Stage.BODY, received=self._body.received)
            yield chunk

    def _take(self, event: Event) -> None:
        if isinstance(event, tuple):
            self._start(event)
        elif self._open is not None:
            with self._alone():
                self._finish() if event is None else self._store(event)
        elif event and self._known.raw_name is None:
            self._judge(Stage.BODY, field_bytes=self._known.field_bytes + len(event))
            self.form[-1][1].extend(event)

    def _start(self, lines: tuple[bytes, ...]) -> None:
        """Judge a part by its header, before its body arrives."""
        parts = self._known.parts + 1
        self._judge(Stage.PART, parts=parts, lines=lines, size=0, head=b"")
        if self._known.raw_name is None:
            self.form.append((self._known.field.decode(errors="replace"), bytearray()))
            return
        self._prove()
        with self._alone():
            self._begin()

    def _prove(self) -> None:
        self._asked.prove(dict(self.form).get("csrf_token", b"").decode(errors="replace"))

    def _begin(self) -> None:
        """Judge the name, reserve room, and open a private file."""
        self._judge(Stage.NAME)
        self._open = Incoming(self._known, self._services)
        self._asked.undo.callback(self._open.drop)

    def _store(self, data: bytes) -> None:
        """Judge and write a piece of the file; the first one says what type it is."""
        known = self._known
        head = known.head + data[: HEAD_BYTES - len(known.head)]
        self._judge(Stage.BODY, size=known.size + len(data), head=head)
        cast("Incoming", self._open).sink.write(data)

    def _finish(self) -> None:
        """Judge the file as a whole."""
        arrived = cast("Incoming", self._open)
        self._judge(Stage.FILE, sha256=arrived.sink.sha256)
        arrived.sink.seek(0)
        self._asked.outcomes += (arrived,)
        self._open = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let a refusal end this file only, where there may be others."""
        try:
            yield
        except Rejected as error:
            if self._known.max_files == 1:
                raise
            if self._open is not None:
                self._open.drop()
            self._open = None
            self._asked.outcomes += (error,)

    @contextmanager
    def _undone_when_refused(self) -> Iterator[None]:
        """Drop every file at a refusal, and read on for a while so that the client sees it."""
        try:
            yield
        except Rejected:
            self._asked.undo.close()
            self._body.drain(self._services.policy)
            raise
