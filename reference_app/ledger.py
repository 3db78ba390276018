"""The ledger: one row per file, and the state that decides whether it is served.

    receiving ──► checked ──► scanned ──► available ──► (deleting) ──► deleted
        └────────────┴───────────┤            └───────► (expiring) ──► expired
                 no row          └──────► quarantined ──► available, or as above

A row is written before its file has a byte, and holds what the file may cost its owner. Each step
starts from a stated state: who comes second changes nothing and is told so. Whatever dies in
between leaves a row that says so, and ``recovery`` ends it. Quota is given back in the transaction
that ends the row, and so once.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from reference_app import database, migrations
from reference_app.database import files
from reference_app.errors import Clash
from reference_app.policy import LARGEST
from reference_app.values import Candidate, Stored

States = tuple[str, ...]
Where = sa.ColumnElement[bool]

ID = re.compile(r"[0-9a-f]{32}")
SERVED = ("available",)
KEPT = ("available", "quarantined")
UNFINISHED = ("receiving", "checked", "scanned")
LEAVING = {"deleted": "deleting", "expired": "expiring"}
"""The final states, and what a row is called while its bytes are being removed."""

Remove = Callable[[str], None]
"""Removes the bytes of a key; they may be gone already."""

RECEIVED = ("key", "name", "suffix", "media_type", "size", "sha256")


class Ledger:
    """Short transactions, one connection each: safe for threads, forks and several workers."""

    def __init__(self, url: str, steps: Mapping[str, Callable[..., Any]]) -> None:
        self.engine = database.connect(url)
        self._steps = steps
        migrations.prepare(self.engine)

    def reserve(self, candidate: Candidate) -> None:
        """Write the row that announces the file, and hold its quota.

        Raises:
            OverQuota: the owner has no room for it; nothing was written.
        """
        row = {column.name: getattr(candidate, column.name) for column in files.c}
        with self.engine.begin() as connection:
            self._hold(connection, candidate.owner, candidate.reserved, files=1)
            connection.execute(sa.insert(files).values(row))

    def settle(self, candidate: Candidate) -> None:
        """Write down what was received, and hold as much quota as that takes."""
        known = {column: getattr(candidate, column) for column in RECEIVED}
        known["reserved"] = candidate.size
        with self.engine.begin() as connection:
            was = _move(connection, candidate.id, ("receiving",), state="checked", **known)
            self._hold(connection, was.owner, candidate.size - was.reserved, files=0)

    def advance(self, file_id: str, *, was: str, now: str, scan: str = "") -> None:
        """Move the row on; a verdict that is not given stays as it was.

        Raises:
            Clash: the row is not where it was thought to be.
        """
        with self.engine.begin() as connection:
            _move(connection, file_id, (was,), state=now, **({"scan": scan} if scan else {}))

    def rekey(self, candidate: Candidate) -> None:
        """Name another key, when the first was taken."""
        with self.engine.begin() as connection:
            _move(connection, candidate.id, UNFINISHED, key=candidate.key)

    def forget(self, file_id: str) -> None:
        """Remove the row of a file whose publication failed, if it is still there."""
        with suppress(Clash), self.engine.begin() as connection:
            self._drop(connection, file_id, UNFINISHED + KEPT)

    def find(self, file_id: str, *, states: States | None = SERVED) -> Stored | None:
        """Return the row, if its state is one of these, or whatever it is.

        What is no identifier of ours is not looked up: databases differ in what they make of it.
        """
        found = self._all(files.c.id == file_id) if ID.fullmatch(file_id) else []
        return next((each for each in found if states is None or each.state in states), None)

    def listing(self, owner: str, *, limit: int, offset: int = 0) -> list[Stored]:
        """Return the files that an owner keeps, the newest first."""
        mine = (files.c.owner == owner) & files.c.state.in_(KEPT)
        return self._all(mine, limit=limit, offset=offset)

    def quarantined(self, *, limit: int) -> list[Stored]:
        """Return what waits for a reviewer, whoever sent it, the newest first."""
        return self._all(files.c.state == "quarantined", limit=limit)

    def remove(
        self, file_id: str, remove: Remove, *, was: States = KEPT, now: str = "deleted"
    ) -> Stored | None:
        """Take a file out of service, *remove* its bytes, and give its quota back.

        Of several that try, one gets the file and the others ``None``. What fails or dies on the
        way is no longer served, and ``finish`` ends it.
        """
        try:
            with self.engine.begin() as connection:
                stored = _move(connection, file_id, was, state=LEAVING[now])
        except Clash:
            return None
        self._end(stored, remove, now)
        return stored

    def finish(self, remove: Remove) -> None:
        """End the removals that died half-way."""
        for now, leaving in LEAVING.items():
            for stored in self._all(files.c.state == leaving):
                self._end(stored, remove, now)

    def due(self, now: float) -> list[Stored]:
        """Return the served files whose time is over."""
        return self._all((files.c.state == "available") & (files.c.expires < now))

    def expire(self, remove: Remove, *, before: float) -> None:
        """Drop the rows unfinished since *before*, and *remove* the file of each.

        In one transaction each, which a crash undoes, to be repeated in full. A key that another
        row has as well is left alone: that upload died of a clash.
        """
        for stale in self._all(files.c.state.in_(UNFINISHED) & (files.c.created < before)):
            with suppress(Clash), self.engine.begin() as connection:
                key = self._drop(connection, stale.id, UNFINISHED).key
                if not connection.execute(sa.select(files.c.id).where(files.c.key == key)).first():
                    remove(key)

    def keys(self) -> frozenset[str]:
        """Return every key that a row names, whatever its state."""
        return frozenset(row.key for row in database.rows(self.engine, sa.select(files.c.key)))

    def _hold(self, connection: sa.Connection, owner: str, size: int, *, files: int) -> None:
        self._steps["quota"](self._steps["quota-race"](connection, owner, size, files=files))

    def _all(self, where: Where, *, limit: int | None = None, offset: int = 0) -> list[Stored]:
        wanted = sa.select(files).where(where).order_by(files.c.created.desc(), files.c.id)
        wanted = wanted.limit(limit).offset(min(offset, LARGEST))
        return [Stored(**row._asdict()) for row in database.rows(self.engine, wanted)]

    def _end(self, stored: Stored, remove: Remove, now: str) -> None:
        """Remove the bytes, then leave of the row no more than that it was there."""
        remove(stored.key)
        blank = {"key": "", "name": "", "sha256": "", "reserved": 0}
        with suppress(Clash), self.engine.begin() as connection:
            was = _move(connection, stored.id, (LEAVING[now],), state=now, **blank)
            self._steps["quota-race"](connection, was.owner, -was.reserved, files=-1)

    def _drop(self, connection: sa.Connection, file_id: str, was: States) -> Stored:
        row = _move(connection, file_id, was, state="gone")
        connection.execute(sa.delete(files).where(files.c.id == file_id))
        self._steps["quota-race"](connection, row.owner, -row.reserved, files=-1)
        return row


def _move(connection: sa.Connection, file_id: str, was: States, **values: Any) -> Stored:
    """Change a row that is in one of these states, and return it as it was.

    The row stays locked until the transaction ends. On SQLite the whole database is, from the
    transaction's first word on.

    Raises:
        Clash: it is in another state, or gone.
    """
    wanted = sa.select(files).where(files.c.id == file_id, files.c.state.in_(was)).with_for_update()
    row = connection.execute(wanted).one_or_none() if ID.fullmatch(file_id) else None
    if row is None:
        raise Clash("The file has moved on meanwhile; look at it again.", code="quarantine-state")
    connection.execute(sa.update(files).where(files.c.id == file_id).values(**values))
    return Stored(**row._asdict())
