"""Fixtures: an app in a folder of its own, and a guard that nothing is left after a refusal."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from werkzeug.security import generate_password_hash

from reference_app import create_app, identity
from reference_app.policy import Policy
from tests.keys import with_keys
from tests.reference_app.helpers import (
    SECRET,
    UNREAD,
    descriptors,
    enrolled,
    rows,
    services,
    tree,
)

MANY = 1_000_000
NOTHING = ({}, [], [])


@pytest.fixture
def tmp_path():
    """Lie in memory where that is possible: every upload is flushed to the disk several times."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def policy(tmp_path):
    """Small limits for what the tests exceed, and large ones for what they only repeat."""
    return Policy(
        upload_folder=tmp_path / "files",
        max_file_bytes=400_000,
        max_body_bytes=440_000,
        text_fields=("a", "c"),
        image_handling="keep",
        min_free_bytes=1,
        uploads_per_minute=MANY,
        downloads_per_minute=MANY,
        logins_per_minute=MANY,
        quota_files=MANY,
    )


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch):
    """Keep scrypt, which is slow on purpose, for the test that is about it."""
    cheap = partial(generate_password_hash, method="pbkdf2:sha256:1")
    monkeypatch.setattr(identity, "generate_password_hash", cheap)
    monkeypatch.setattr(identity, "NOBODY", cheap("nobody"))


@pytest.fixture
def make_app(policy):
    """Build apps that differ from the usual one in a stated way; close them afterwards.

    Most tests are not about content, and send bytes that are of no type: ``UNREAD`` lets them.
    """
    with ExitStack() as stack:

        def make(limits=(), *, controls=UNREAD, new_key=None, **seams):
            controls = with_keys(new_key, controls) if new_key else controls
            changed = replace(policy, **dict(limits))
            app = create_app(changed, secret_key=SECRET, controls=controls, **seams)
            stack.callback(services(app).close)
            app.config["TOKEN"] = enrolled(app, "alice")
            return app

        yield make


@pytest.fixture
def app(make_app):
    """Build the usual app."""
    return make_app()


@pytest.fixture
def left_behind(app, tmp_path):
    """Look at what an app has kept: stored files, rows, and open files."""

    def look(*, of=app):
        return tree(tmp_path), rows(of), descriptors(tmp_path)

    return look
