"""The schema has a version: an empty database is filled, any other must be at this release's.

Nothing that holds data is changed behind the operator's back: Alembic carries it on when it is
asked to, in one transaction, and after the backup that the operator has made.
"""

import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from reference_app.policy import PolicyError

HEAD = "0001"
FOLDER = str(Path(__file__).parent)
LOCK = 0x75676C64  # any number that no other program on the same database takes
ONE_AT_A_TIME = threading.Lock()  # what Alembic works on stands in its modules


def prepare(engine: sa.Engine) -> None:
    """Fill an empty database, or make sure that it has this release's version.

    Raises:
        PolicyError: it has another one.
    """
    with engine.begin() as connection:
        _alone(connection)
        found = MigrationContext.configure(connection).get_current_revision()
        if found is None and not sa.inspect(connection).has_table("files"):
            _carry_on(connection)
        elif found != HEAD:
            told = f"the ledger's schema is at version {found}, this release needs {HEAD}"
            raise PolicyError(f"{told}; back it up and run: upload-gauntlet ledger upgrade")


def upgrade(engine: sa.Engine) -> None:
    """Carry the ledger on to this release's version."""
    with engine.begin() as connection:
        _alone(connection)
        _carry_on(connection)


def _carry_on(connection: sa.Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", FOLDER.replace("%", "%%"))
    with ONE_AT_A_TIME:
        command.upgrade(config, HEAD)


def _alone(connection: sa.Connection) -> None:
    """Wait for a worker that starts at the same moment; SQLite's one lock is held already."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
