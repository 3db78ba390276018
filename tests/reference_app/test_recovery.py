"""Starts: after a crash, with another ledger, without the folder. Nothing that ended is lost."""

from __future__ import annotations

import json
from contextlib import suppress
from types import SimpleNamespace

import pytest

from reference_app import recovery
from reference_app.controls.quota import Usage
from reference_app.ledger import LEAVING, Ledger
from reference_app.pipeline import CONTROLS, Stage, steps
from reference_app.policy import Policy
from reference_app.storage.local import LocalStore
from tests.reference_app.helpers import tree, usage
from tests.reference_app.test_ledger import ANN, STEPS, ledger, ledger_url, state_of, upload

__all__ = ["ledger", "ledger_url"]  # fixtures, found by their names

POLICY = Policy(stale_seconds=3600)
OLD = 3700
KEYS = {number: f"{number:032x}" for number in range(1, 4)}
STAGES = ("announced", "received", "scanned", "named", "available")


@pytest.fixture
def store(tmp_path):
    """Open the folder that the files lie in."""
    own = steps(CONTROLS, Stage.STORE) | {"quota": lambda free: free}
    opened = LocalStore(tmp_path / "files", own)
    yield opened
    opened.close()


@pytest.fixture
def send(ledger, store):
    """Take an upload as far as a stage, and then do nothing more, as a killed process does."""

    def upload_until(stage="available", number=1, *, key=None, state="available"):
        candidate = upload(number, key=key or KEYS[number], created=0.0, expires=9000.0)
        steps = (
            lambda: ledger.reserve(candidate),
            lambda: ledger.settle(candidate),
            lambda: ledger.advance(candidate.id, was="checked", now="scanned"),
            lambda: store.publish(sink, candidate.key),
            lambda: ledger.advance(candidate.id, was="scanned", now=state),
        )
        with store.create(candidate.key) as sink:
            sink.write(b"x" * 10)
            for step in steps[: STAGES.index(stage) + 1]:
                step()
        return candidate.id

    return upload_until


@pytest.fixture
def start(ledger, store):
    """Do what a start does, so many seconds after everything else."""

    def recover(*, after=OLD, ledger=ledger):
        services = SimpleNamespace(policy=POLICY, store=store, ledger=ledger)
        recovery.recover(services, now=float(after))

    return recover


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_a_crash_is_cleared_once_it_is_old(send, start, ledger, tmp_path, stage):
    """Row and file outlast an early start, unserved, and no later one; the quota is back."""
    file_id = send(stage)

    start(after=3600)
    assert (ledger.find(file_id), usage(ledger, ANN).files) == (None, 1)
    start()
    assert (tree(tmp_path / "files"), ledger.keys()) == ({}, set())
    assert usage(ledger, ANN) == Usage(bytes=0, files=0)


@pytest.mark.parametrize("state", ["available", "quarantined"])
def test_what_has_ended_stays(send, start, ledger, tmp_path, caplog, state):
    """However old it is, and without a word."""
    file_id = send(state=state)

    start()
    assert (state_of(ledger, file_id), list(tree(tmp_path / "files"))) == (state, [KEYS[1]])
    assert caplog.messages == []


def test_a_crash_in_a_clash_costs_the_row_alone(send, start, ledger, tmp_path):
    """The key belongs to the upload that was there first, and so does the file."""
    first = send()
    second = send("scanned", 2, key=KEYS[1])

    start()
    assert (state_of(ledger, first), state_of(ledger, second)) == ("available", None)
    assert list(tree(tmp_path / "files")) == [KEYS[1]]


@pytest.mark.parametrize("unlinked", [False, True])
@pytest.mark.parametrize("now", LEAVING)
def test_a_removal_is_ended_by_the_next_start(send, start, ledger, store, tmp_path, now, unlinked):
    """Young or old: the owner was told, or the time is over."""

    def die(key):
        if unlinked:
            store.remove(key)
        raise SystemExit

    file_id = send()
    with suppress(SystemExit):
        ledger.remove(file_id, die, now=now)

    start(after=1)
    assert (state_of(ledger, file_id), tree(tmp_path / "files")) == (now, {})
    assert usage(ledger, ANN) == Usage(bytes=0, files=0)


def test_what_is_due_expires(send, start, ledger, tmp_path):
    """Its bytes are gone and its owner has room again; what waits for a reviewer waits on."""
    served, waiting = send(), send(number=2, state="quarantined")
    start(after=9000)
    assert state_of(ledger, served) == "available"
    start(after=9001)

    assert (state_of(ledger, served), state_of(ledger, waiting)) == ("expired", "quarantined")
    assert list(tree(tmp_path / "files")) == [KEYS[2]]
    assert usage(ledger, ANN) == Usage(bytes=10, files=1)


def test_another_ledger_costs_nothing(send, start, tmp_path, caplog):
    """Files that no row knows stay, and one event counts them."""
    for number in (1, 2):
        send(number=number)
    other = Ledger(f"sqlite:///{tmp_path}/other.sqlite3", STEPS)

    start(ledger=other)
    event = json.loads(caplog.messages[0])
    assert (event["event"], event["count"], event["outcome"]) == ("files_unknown", 2, "left")
    assert len(tree(tmp_path / "files")) == 2


def test_a_folder_that_is_not_there_yet_costs_nothing(send, start, ledger, tmp_path, caplog):
    """Rows whose files are missing wait for them."""
    file_id = send()
    (tmp_path / "files" / KEYS[1]).rename(tmp_path / "elsewhere")

    start()
    assert (state_of(ledger, file_id), caplog.messages) == ("available", [])


def test_no_served_file_is_opened(send, start, monkeypatch):
    """A start costs a listing, however many files there are."""
    send()
    monkeypatch.setattr(LocalStore, "open", pytest.fail)

    start()
