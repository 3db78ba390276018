"""The request class: Werkzeug's form parser replaced by a strict one that streams to the store.

``request.files`` and ``request.form`` keep working. The difference is what happens on the way:
a part is refused at its header, a file goes straight into an unnamed file of the store, and
whatever is not exactly right ends the request. Werkzeug 3.1.5 to 3.1.9 stores some files one
byte too long (pallets/werkzeug issue 3285) and reads a broken body as "no file".
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import flask
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from reference_app.body import KIB, Body
from reference_app.candidate import Candidate
from reference_app.errors import Malformed, Rejected
from reference_app.framing import Framing
from reference_app.pipeline import Stage
from reference_app.services import current

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from werkzeug.formparser import FormDataParser

    from reference_app.framing import Event
    from reference_app.services import Services
    from reference_app.storage.sink import Sink

FIELD = "file"
FIRST_READ = 64 * KIB  # a refusal at the part header costs no more than this
NEXT_READS = 256 * KIB  # below 30 kB, looking for the boundary costs many times more per byte


class UploadRequest(flask.Request):
    """A request whose file has been judged and streamed when ``request.files`` is first used."""

    candidate: Candidate = Candidate()
    """What is known of the file in ``request.files``, once that has been used."""

    @property
    def want_form_data_parsed(self) -> bool:
        """Ask the parser always: a body without a Content-Type is its business too."""
        return True

    def make_form_data_parser(self) -> FormDataParser:
        """Return ourselves behind Werkzeug's seam; only ``parse`` is ever called."""
        return cast("FormDataParser", self)

    def parse(self, stream: Any, *_: Any) -> tuple[Any, Any, Any]:
        """Receive the body and return the stream, the text fields and the files."""
        intake = Intake(self.environ, current())
        self.candidate = intake.receive()
        return stream, ImmutableMultiDict(intake.form), ImmutableMultiDict(intake.files)


class Intake:
    """One body on its way in. On any failure the sink is closed, and closing drops it."""

    def __init__(self, environ: Mapping[str, Any], services: Services) -> None:
        self._services = services
        self._body = Body(environ)
        self._candidate = Candidate(
            content_type=environ.get("CONTENT_TYPE", ""),
            content_encoding=environ.get("HTTP_CONTENT_ENCODING", ""),
            declared=self._body.declared,
        )
        self._sink: Sink | None = None
        self._text: bytearray | None = None
        self._field = b""
        self.form: list[tuple[str, str]] = []
        self.files: list[tuple[str, FileStorage]] = []

    def receive(self) -> Candidate:
        """Take the whole body, or refuse it and leave nothing."""
        try:
            self._judge(Stage.HEAD)
            framing = Framing(self._candidate.boundary, self._services.policy)
            for chunk in self._chunks():
                for event in framing.feed(chunk):
                    self._take(event)
            self._judge(Stage.END, complete=framing.complete)
        except BaseException as error:
            self._abandon(error)
            raise
        return self._finish()

    def _judge(self, stage: Stage, **known: Any) -> None:
        self._candidate = self._services.judge(stage, replace(self._candidate, **known))

    def _chunks(self) -> Iterator[bytes]:
        """Read the body in pieces, counted before anybody looks at them."""
        while chunk := self._body.read(NEXT_READS if self._candidate.files else FIRST_READ):
            self._judge(Stage.BODY, received=self._body.received)
            yield chunk

    def _take(self, event: Event) -> None:
        if isinstance(event, tuple):
            self._start(event)
        elif event is None:
            self._end()
        elif self._text is not None:
            self._judge(Stage.BODY, field_bytes=self._candidate.field_bytes + len(event))
            self._text += event
        elif self._sink is not None:
            self._judge(Stage.BODY, size=self._candidate.size + len(event))
            self._sink.write(event)
        else:
            raise Malformed("The form has a file without a name; name the file.", code="one-file")

    def _start(self, lines: tuple[bytes, ...]) -> None:
        """Judge a part by its header, before its body arrives."""
        self._candidate = replace(self._candidate, parts=self._candidate.parts + 1)
        part = self._services.judge(Stage.PART, replace(self._candidate, lines=lines))
        if part.raw_name is None:
            self._text, self._field = bytearray(), part.field
            return
        if part.files or part.field != FIELD.encode():
            raise Malformed(f"Send exactly one file, in the field {FIELD!r}.", code="one-file")
        self._candidate = replace(part, files=1)
        if part.raw_name:
            self._judge(Stage.NAME)
            self._judge(Stage.KEY)
            self._sink = self._services.store.create(self._candidate.key)

    def _end(self) -> None:
        if self._text is not None:
            name, value = self._field.decode(errors="replace"), self._text.decode(errors="replace")
            self.form.append((name, value))
        self._text = None

    def _finish(self) -> Candidate:
        """Hand the file over in the form that Werkzeug's users know."""
        if self._candidate.files:
            self.files.append((FIELD, self._storage()))
        return self._candidate

    def _storage(self) -> FileStorage:
        """Return the file, or the empty one that a browser sends when nothing was selected."""
        if self._sink is None:
            return FileStorage(io.BytesIO(), filename="", name=FIELD)
        self._sink.seek(0)
        known = self._candidate
        return FileStorage(
            self._sink, filename=known.name, name=FIELD, content_type=known.media_type
        )

    def _abandon(self, error: BaseException) -> None:
        """Drop the file; after a refusal, read on for a while so that the client sees it."""
        if self._sink is not None:
            self._sink.close()
        if isinstance(error, Rejected):
            self._body.drain(self._services.policy)
