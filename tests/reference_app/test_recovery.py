"""Starts: after a crash, with another ledger, without the folder. Nothing that ended is lost."""

from __future__ import annotations

import json
import time

import pytest

from reference_app import recovery
from reference_app.ledger import Ledger
from reference_app.pipeline import with_control
from reference_app.storage.local import LocalStore
from tests.reference_app.conftest import rows
from tests.reference_app.helpers import PNG, fetch, file_part, form, post, send, tree

BODY = form(file_part(b"a.png"))
LATER = 7200


def crash(*_, **__):
    """Die without cleaning up, as a killed process does."""
    raise SystemExit


@pytest.fixture
def die(make_app, monkeypatch):
    """Upload to an app that dies on the way: at the given seam, and before it can clean up."""

    def upload(**seams):
        app = make_app(**seams)
        with monkeypatch.context() as patch:
            patch.setattr(LocalStore, "remove", lambda *_: None)
            patch.setattr(Ledger, "forget", lambda *_: None)
            with pytest.raises(SystemExit):
                post(app, BODY)

    return upload


def recover(app, *, after=LATER):
    """Do what a start does, *after* that many seconds."""
    return recovery.recover(app.extensions["reference_app"], now=time.time() + after)


@pytest.mark.parametrize(
    ("seams", "left"),
    [
        ({"controls": with_control("exclusive-create", crash)}, 0),
        ({"ledger_class": type("Dies", (Ledger,), {"release": crash})}, 1),
    ],
    ids=["after the row", "after the name"],
)
def test_a_crash_is_cleared_once_it_is_old(die, make_app, tmp_path, seams, left):
    """A receiving row and its file outlast an early start, unserved, and no later one."""
    die(**seams)
    app = make_app()
    (row,) = rows(app)

    assert (row["state"], len(tree(tmp_path))) == ("receiving", left)
    assert send(app, path="/files/" + row["id"]).status == 404
    assert recover(app) == [row["key"]]
    assert (tree(tmp_path), rows(app)) == ({}, [])


def test_a_crash_in_a_clash_costs_the_row_alone(die, make_app, tmp_path):
    """The key belongs to the upload that was there first, and so does the file."""
    app = make_app(new_key=lambda: "a" * 32)
    stored = post(app, BODY)
    die(new_key=lambda: "a" * 32, controls=with_control("exclusive-create", crash))

    assert [row["state"] for row in rows(app)] == ["available", "receiving"]
    assert recover(app) == []
    assert [row["state"] for row in rows(app)] == ["available"]
    assert fetch(app, stored).body == PNG


def test_another_ledger_costs_nothing(make_app, tmp_path, caplog):
    """Files that no row knows stay, and one event counts them."""
    stored = [post(make_app(), BODY) for _ in range(2)]
    old = make_app()
    other = make_app({"ledger_url": f"sqlite:///{tmp_path}/other.sqlite3"})
    caplog.clear()

    assert recover(other) == []
    assert json.loads(caplog.messages[0]) == {
        "event": "files_unknown",
        "count": 2,
        "outcome": "left",
    }
    assert [fetch(old, answer).body for answer in stored] == [PNG, PNG]


def test_a_folder_that_is_not_there_yet_costs_nothing(app, tmp_path, caplog):
    """What is missing is a 404 while it is missing, and is served again afterwards."""
    stored = post(app, BODY)
    (key,) = tree(tmp_path)
    (tmp_path / "files" / key).rename(tmp_path / "elsewhere")
    assert recover(app) == []
    assert fetch(app, stored).status == 404
    (tmp_path / "elsewhere").rename(tmp_path / "files" / key)

    assert fetch(app, stored).body == PNG
    assert "files_unknown" not in caplog.text


def test_no_served_file_is_opened(app, monkeypatch, caplog):
    """A start costs a listing, however many files there are, and is silent about known ones."""
    post(app, BODY)
    monkeypatch.setattr(LocalStore, "open", crash)

    assert recover(app) == []
    assert "files_unknown" not in caplog.text


def test_named_temporaries_are_cleared_once_they_are_old(app, tmp_path):
    """Only names of our making: the rest of the folder is somebody else's."""
    ours = ".incoming-" + "d" * 32
    for name in (ours, ".incoming-x", "README"):
        (tmp_path / "files" / name).write_bytes(b"x")

    assert recover(app, after=0) == []
    assert recover(app) == [ours]
    assert set(tree(tmp_path)) == {".incoming-x", "README"}
