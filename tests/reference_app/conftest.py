"""Fixtures: an app in a folder of its own, and a guard that nothing is left after a refusal."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import text

from reference_app import create_app
from reference_app.policy import Policy
from tests.reference_app.helpers import descriptors, tree


@pytest.fixture
def policy(tmp_path):
    """Small limits, so that the tests can afford to exceed them."""
    return Policy(upload_folder=tmp_path / "files", max_file_bytes=400_000, max_body_bytes=440_000)


@pytest.fixture
def make_app(policy):
    """Build apps that differ from the usual one in a stated way; close them afterwards."""
    with ExitStack() as stack:

        def make(limits=(), **seams):
            app = create_app(replace(policy, **dict(limits)), **seams)
            stack.callback(app.extensions["reference_app"].close)
            return app

        yield make


@pytest.fixture
def app(make_app):
    """Build the usual app."""
    return make_app()


def rows(app):
    """Every row of the ledger, as a dict."""
    ledger = app.extensions["reference_app"].ledger
    with ledger._engine.connect() as connection:
        found = connection.execute(text("select * from files")).mappings()
        return [dict(row) for row in found]


@pytest.fixture
def left_behind(app, tmp_path):
    """Look at what an app has kept: stored files, rows, and open files."""

    def look(*, of=app):
        return tree(tmp_path), rows(of), descriptors(tmp_path)

    return look


NOTHING = ({}, [], [])
