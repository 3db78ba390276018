"""The ledger: one row per file, and the state that decides whether it is served.

A row is written as ``receiving`` before its file gets a name, and turns ``available`` after the
file is safe on disk. Whatever dies in between leaves a row that says so; ``recovery`` clears it
at a start, once it is ``stale_seconds`` old.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from reference_app.policy import NAME_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference_app.candidate import Candidate

BUSY_SECONDS = 30
ID = re.compile(r"[0-9a-f]{32}")

metadata = sa.MetaData()
files = sa.Table(
    "files",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(255), nullable=False),
    sa.Column("name", sa.String(NAME_BYTES), nullable=False),
    sa.Column("suffix", sa.String(16), nullable=False),
    sa.Column("media_type", sa.String(255), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A row that may be served."""

    id: str
    key: str
    name: str
    suffix: str
    media_type: str
    size: int
    sha256: str


COLUMNS = tuple(each.name for each in fields(Stored))


class Ledger:
    """Short transactions, one connection each: safe for threads and for several workers."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        with self._engine.begin() as connection:
            connection.execute(CreateTable(files, if_not_exists=True))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def reserve(self, candidate: Candidate) -> None:
        """Write the row that announces the file."""
        row = {column: getattr(candidate, column) for column in COLUMNS}
        with self._engine.begin() as connection:
            connection.execute(
                sa.insert(files).values(**row, created=time.time(), state="receiving")
            )

    def release(self, file_id: str) -> None:
        """Let the file be served."""
        self._set_state(file_id, "available")

    def forget(self, file_id: str) -> None:
        """Remove the row of a file that was not published."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(files).where(files.c.id == file_id))

    def find(self, file_id: str) -> Stored | None:
        """Return the row of an available file.

        What is no identifier of ours is not looked up: databases differ in what they make of it.
        """
        if not ID.fullmatch(file_id):
            return None
        columns = (files.c[column] for column in COLUMNS)
        wanted = sa.select(*columns).where(files.c.id == file_id, files.c.state == "available")
        with self._engine.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else Stored(*row)

    def expire(self, remove: Callable[[str], None], *, before: float) -> list[str]:
        """Drop the rows still ``receiving`` since *before*, and *remove* the file of each.

        In one transaction, and the files first: a crash in the middle is repeated in full. A key
        that another row has as well is left alone: that upload died of a clash.
        """
        stale, other = files.c.state == "stale", files.alias()
        old = (files.c.state == "receiving") & (files.c.created < before)
        taken = sa.select(other.c.key).where(other.c.state != "stale")
        with self._engine.begin() as connection:
            connection.execute(sa.update(files).where(old).values(state="stale"))
            wanted = sa.select(files.c.key).where(stale, files.c.key.not_in(taken))
            keys = list(connection.execute(wanted).scalars())
            for key in keys:
                remove(key)
            connection.execute(sa.delete(files).where(stale))
        return keys

    def keys(self) -> frozenset[str]:
        """Return every key that a row names, whatever its state."""
        with self._engine.connect() as connection:
            return frozenset(connection.execute(sa.select(files.c.key)).scalars())

    def _set_state(self, file_id: str, state: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(files).where(files.c.id == file_id).values(state=state))


def _engine(url: str) -> sa.Engine:
    """Open the database; an SQLite file is made private before anything is in it."""
    where = make_url(url)
    if where.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    path = Path(where.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    return sa.create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
