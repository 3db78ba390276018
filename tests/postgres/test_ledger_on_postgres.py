"""The same contract as on SQLite, test by test, on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Waits

import pytest
import sqlalchemy as sa

from reference_app import database, migrations
from reference_app.ledger import Ledger
from tests.reference_app import test_ledger
from tests.reference_app.test_ledger import *  # noqa: F403 - every test and fixture there


@pytest.fixture
def ledger_url(database_url):
    """Name an empty database of the server."""
    return database_url


def test_every_test_of_the_contract_is_here():
    """The other module's tests are taken over by their names, and none is replaced."""
    theirs = {n: t for n, t in vars(test_ledger).items() if n.startswith("test_")}

    assert {name: globals()[name] for name in theirs} == theirs
    assert len(theirs) > 30


def test_a_start_waits_for_another_that_fills_the_database(ledger_url):
    """On SQLite the database's own lock does it."""
    other = database.connect(ledger_url)
    with ThreadPoolExecutor(1) as threads:
        with other.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(migrations.LOCK)))
            start = threads.submit(Ledger, ledger_url, test_ledger.STEPS)
            with pytest.raises(Waits):
                start.result(timeout=0.5)
            assert sa.inspect(connection).get_table_names() == []
        start.result(timeout=30)
