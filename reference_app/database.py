"""The database: what its tables are called, how a transaction begins in it, how it is copied.

A connection lasts for one transaction: none is shared by threads, or by processes that fork, and
there is nothing to close at the end.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from reference_app.policy import PolicyError

BUSY_SECONDS = 30

metadata = sa.MetaData()


def _table(name: str, columns: str) -> sa.Table:
    """Name what the statements name; types and constraints stand in ``migrations``."""
    return sa.Table(name, metadata, *(sa.Column(each) for each in columns.split()))


accounts = _table("accounts", "id name password role created disabled used_bytes used_files")
sessions = _table("sessions", "digest account created expires")
"""By digest: who reads the database can log in as nobody. A token for scripts never expires."""
files = _table(
    "files",
    "id owner feature key name suffix media_type size reserved sha256 created expires state scan",
)
"""``reserved`` is the row's part of its owner's ``used_bytes``; one that is over holds nothing."""


def connect(url: str) -> sa.Engine:
    """Open the database; an SQLite file is made private before anything is in it.

    Raises:
        PolicyError: there is none, or it is gone with the process; a name in SQLite's own URI form
            may mean memory as well. The URL, which may hold a password, is not repeated.
    """
    try:
        where = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:  # the latter for a port that is no number
        raise PolicyError("ledger_url cannot be read; give a SQLAlchemy URL") from error
    if where.get_backend_name() != "sqlite":
        return sa.create_engine(url, poolclass=NullPool)
    if (where.database or ":memory:").startswith((":memory:", "file:")):
        raise PolicyError("ledger_url is SQLite in memory, which forgets; name a file by its path")
    path = Path(str(where.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)
    own = {"timeout": BUSY_SECONDS, "isolation_level": None}  # we say when a transaction begins
    engine = sa.create_engine(url, poolclass=NullPool, connect_args=own)
    sa.event.listen(engine, "connect", lambda own, _: own.execute("PRAGMA foreign_keys = ON"))
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    """Take SQLite's one lock first, unless all that follows is to read.

    Else a write that comes after a read fails whenever another writer came in between.
    """
    when = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {when}")


def rows(engine: sa.Engine, wanted: sa.Select[Any], given: Any = None) -> Sequence[sa.Row[Any]]:
    """Return what is *wanted*, in a transaction of its own that waits for no writer."""
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        return connection.execute(wanted, given).all()


def write(engine: sa.Engine, *statements: sa.Executable) -> None:
    """Do all of this, or nothing."""
    with engine.begin() as connection:
        for each in statements:
            connection.execute(each)


def backup(engine: sa.Engine, path: Path) -> None:
    """Copy an SQLite database as it stands, while it is in use, into a new private file."""
    if engine.dialect.name != "sqlite":
        raise PolicyError("ledger_url is not SQLite; back that database up with pg_dump")
    path.touch(0o600, exist_ok=False)
    with closing(engine.raw_connection()) as own:
        own.cursor().execute("VACUUM INTO ?", (str(path),))
