"""The database itself: private, copied while in use, and one writer at a time."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from reference_app import database, migrations
from reference_app.ledger import Ledger
from reference_app.policy import PolicyError
from tests.reference_app.helpers import mode, usage
from tests.reference_app.test_ledger import (
    ANN,
    STEPS,
    THREADS,
    at_once,
    ledger,
    ledger_url,
    put,
    state_of,
    upload,
)

__all__ = ["ledger", "ledger_url"]  # fixtures, found by their names


@pytest.fixture
def path(tmp_path):
    """Where the ledger lies."""
    return tmp_path / "ledger.sqlite3"


def test_nobody_else_can_read_it(ledger, path):
    """Nor what SQLite puts beside it, which has the same mode."""
    assert mode(path) == 0o600
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM sessions"))
        assert {mode(each) for each in path.parent.iterdir()} == {0o600}


def test_a_folder_for_it_is_made(tmp_path):
    """With all its parents."""
    Ledger(f"sqlite:///{tmp_path}/deep/er/ledger.sqlite3", STEPS)

    assert (tmp_path / "deep" / "er" / "ledger.sqlite3").exists()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite+pysqlite:///:memory:",
        "sqlite:///:memory:?timeout=3",
        "sqlite:///file:x?mode=memory&uri=true",
        "ledger.sqlite3",
        "postgresql://host:port/db",
        "postgresql//user:canary@host/db",
    ],
)
def test_what_is_no_database_or_forgets_is_refused(url):
    """The message names the setting and what would do, and repeats no password."""
    with pytest.raises(PolicyError, match=r"^ledger_url (?!.*canary).*; (give|name) "):
        database.connect(url)


def test_the_app_may_lie_in_a_folder_of_any_name(tmp_path, monkeypatch):
    """A percent sign means something in Alembic's settings."""
    folder = shutil.copytree(migrations.FOLDER, tmp_path / "a%(b)s%")
    monkeypatch.setattr(migrations, "FOLDER", str(folder))

    Ledger(f"sqlite:///{tmp_path}/ledger.sqlite3", STEPS)


def test_apps_that_share_a_process_start_one_after_another(tmp_path):
    """Alembic knows of one database at a time."""
    urls = [f"sqlite:///{tmp_path}/{number}.sqlite3" for number in range(THREADS)]
    ledgers = at_once(lambda number: Ledger(urls[number], STEPS))

    assert [each.keys() for each in ledgers] == [set()] * THREADS


def test_who_reads_and_then_writes_has_the_lock(ledger):
    """Another writer waits for it; else this one's write would be refused."""
    clear, impatient = sa.text("DELETE FROM sessions"), {"timeout": 0}
    other = sa.create_engine(ledger.engine.url, poolclass=NullPool, connect_args=impatient)
    with ledger.engine.begin() as connection:
        connection.execute(sa.select(database.sessions))
        with other.connect() as second, pytest.raises(sa.exc.OperationalError, match="locked"):
            second.execute(clear)
        connection.execute(clear)


def test_who_only_reads_waits_for_nobody(ledger):
    """A page is shown while somebody uploads."""
    file_id = put(ledger)
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("UPDATE files SET state = 'quarantined'"))
        assert state_of(ledger, file_id) == "available"

    assert state_of(ledger, file_id) == "quarantined"


def test_a_backup_is_a_ledger(ledger, tmp_path):
    """Taken while it is in use, private, and never over something."""
    file_id, copy = put(ledger), tmp_path / "copy"
    with ledger.engine.connect() as connection:
        connection.execute(sa.text("SELECT * FROM files"))
        database.backup(ledger.engine, copy)
    ledger.reserve(upload(2))
    with pytest.raises(FileExistsError):
        database.backup(ledger.engine, copy)

    saved = Ledger(f"sqlite:///{copy}", STEPS)
    assert mode(copy) == 0o600
    assert (state_of(saved, file_id), usage(saved, ANN).files) == ("available", 1)


def test_another_database_has_its_own_backup(ledger, monkeypatch, tmp_path):
    """The refusal says which."""
    monkeypatch.setattr(ledger.engine.dialect, "name", "postgresql")

    with pytest.raises(PolicyError, match="pg_dump"):
        database.backup(ledger.engine, tmp_path / "copy")


def test_another_database_is_opened_as_it_is(monkeypatch):
    """Only SQLite files are prepared by hand; no connection outlives its transaction."""
    seen = {}
    monkeypatch.setattr("sqlalchemy.create_engine", lambda url, **k: seen.update(k) or url)

    assert database.connect("postgresql://host/db") == "postgresql://host/db"
    assert seen == {"poolclass": NullPool}


def test_workers_that_start_together_take_turns():
    """PostgreSQL has a lock for it, that the end of the transaction opens."""
    said = []
    connection = SimpleNamespace(dialect=SimpleNamespace(name="postgresql"), execute=said.append)
    migrations._alone(connection)

    assert ["pg_advisory_xact_lock" in str(each) for each in said] == [True]
