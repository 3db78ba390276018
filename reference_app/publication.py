"""From a part header to a served file: row, bytes, checks, name, row.

    receiving ─► checked ─► scanned ─► available        served, until deleted or expired
        │           │          └─────► quarantined      kept for a reviewer
        └───────────┴──► (no row, no bytes)             refused

Each step changes the row only if it is where the step before has left it, and whatever fails in
between takes back all of it.
"""

import time
from contextlib import ExitStack, suppress
from dataclasses import replace

from reference_app import errors, pipeline, scanning, storage, values
from reference_app.ledger import UNFINISHED
from reference_app.services import Services

ATTEMPTS = 4  # keys have 128 bits; a second clash means that the generator is broken


class Incoming:
    """One file on its way: a reserved row and a private file, both gone when it is dropped."""

    def __init__(self, candidate: values.Candidate, services: Services) -> None:
        self._services = services
        candidate = services.judge(pipeline.Stage.KEY, services.judge(pipeline.Stage.ID, candidate))
        now, most = time.time(), services.policy.max_file_bytes
        reserved = most if candidate.declared is None else min(most, candidate.declared)
        expires = now + services.policy.retention_seconds
        self.candidate = replace(candidate, reserved=reserved, created=now, expires=expires)
        services.ledger.reserve(self.candidate)
        with ExitStack() as undo:
            undo.callback(services.ledger.forget, self.candidate.id)
            self.sink: storage.Sink = services.store.create(self.candidate.key)
            undo.pop_all()

    def drop(self) -> None:
        """Take everything back, unless it was published; what cannot be, ``recovery`` does."""
        with suppress(Exception):
            self.sink.close()
            if self.candidate.state in UNFINISHED:
                self._services.ledger.forget(self.candidate.id)

    def publish(self) -> values.Candidate:
        """Judge the content, then make it available or put it in quarantine.

        Raises:
            Rejected: the content is refused, or every key was; nothing is left.
        """
        try:
            self._settle(self._examined())
        finally:
            self.drop()
        return self.candidate

    def _examined(self) -> values.Examination:
        services = self._services
        arrived = values.Examination(
            candidate=self.candidate,
            file=self.sink,
            new_sink=lambda: services.store.create(self.candidate.key),
            sandbox=services.sandbox,
            process=services.step(pipeline.Stage.SANDBOX, "sandboxed-processing"),
            scanner=services.scanner,
        )
        examination = services.judge(pipeline.Stage.CONTENT, arrived)
        self.sink = examination.file
        size, sha256 = self.sink.size, self.sink.sha256
        self.candidate = replace(self.candidate, size=size, sha256=sha256, state="checked")
        services.ledger.settle(self.candidate)
        return services.judge(pipeline.Stage.SCAN, replace(examination, candidate=self.candidate))

    def _settle(self, examination: values.Examination) -> None:
        """Say what the scan said, give the file its name, then say where it may go."""
        ledger, file_id = self._services.ledger, self.candidate.id
        scan = examination.scan or scanning.ScanResult(scanning.ScanVerdict.UNREACHABLE)
        told = f"{scan.verdict} {scan.signature}".strip()
        state = "available" if scan.verdict is scanning.ScanVerdict.CLEAN else "quarantined"
        ledger.advance(file_id, was="checked", now="scanned", scan=told)
        self._name()
        with ExitStack() as undo:
            undo.callback(self._services.store.remove, self.candidate.key)
            ledger.advance(file_id, was="scanned", now=state)
            undo.pop_all()
        self.candidate = replace(self.candidate, state=state)

    def _name(self) -> None:
        """Give the file its key, drawing a new one when one is taken."""
        for _ in range(ATTEMPTS - 1):
            with suppress(errors.Clash):
                self._services.store.publish(self.sink, self.candidate.key)
                return
            self.candidate = self._services.judge(pipeline.Stage.KEY, self.candidate)
            self._services.ledger.rekey(self.candidate)
        self._services.store.publish(self.sink, self.candidate.key)
