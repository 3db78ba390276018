"""The store and the ledger: exclusive, private, whole, and clean after any fault.

Long, because every step of a publication is made to fail, one by one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import update

from reference_app.database import files
from reference_app.errors import Clash, NotServed
from reference_app.ledger import Ledger
from reference_app.pipeline import CONTROLS, Stage, steps
from reference_app.policy import PolicyError
from reference_app.storage.local import LocalStore
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    PNG,
    UNREAD,
    descriptors,
    fetch,
    file_part,
    form,
    mode,
    post,
    refused_as,
    rows,
    services,
    tree,
)
from tests.swapped import with_control

BODY = form(file_part(b"a.png"))
STEPS = steps(CONTROLS, Stage.STORE) | {"quota": lambda free: free}
OPEN = Path("/proc/self/fd")


@pytest.fixture
def store(tmp_path):
    """Make a store without an app."""
    return LocalStore(tmp_path / "files", STEPS)


@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_modes_do_not_depend_on_the_umask(make_app, policy, umask):
    """Files are 0600 and the folder is 0700, before and after publishing."""
    before = os.umask(umask)
    try:
        app = make_app()
        answer = post(app, BODY)
    finally:
        os.umask(before)

    assert answer.status == 201
    assert mode(policy.upload_folder) == 0o700
    assert [mode(path) for path in policy.upload_folder.iterdir()] == [0o600]


def test_a_folder_of_somebody_else_is_taken_as_it_is(make_app, policy):
    """Its group may go on reading: nothing is changed that the app did not make."""
    policy.upload_folder.mkdir()
    policy.upload_folder.chmod(0o2750)
    assert post(make_app(), BODY).status == 201

    assert mode(policy.upload_folder) == 0o2750
    assert [mode(path) for path in policy.upload_folder.iterdir()] == [0o600]


@pytest.mark.parametrize("bits", [0o770, 0o702, 0o1777])
def test_a_folder_that_others_may_write_to_is_refused(policy, bits):
    """The start fails with the mode and the remedy, and with nothing left open."""
    policy.upload_folder.mkdir()
    policy.upload_folder.chmod(bits)
    before = len(list(OPEN.iterdir()))
    with pytest.raises(PolicyError, match=rf"mode {bits:04o}.*; give it mode 0700"):
        LocalStore(policy.upload_folder, {})

    assert len(list(OPEN.iterdir())) == before
    assert mode(policy.upload_folder) == bits


def test_the_ledger_is_private(app, policy):
    """Nobody else reads the names."""
    assert mode(policy.upload_folder.with_name("files.sqlite3")) == 0o600


@pytest.mark.parametrize("key", ["../escaped", "/tmp/escaped", "a/b", "..", ".", "", ".a", "a\0b"])
def test_a_key_that_leaves_the_store_is_never_used(make_app, left_behind, key):
    """A generator gone wrong is refused in the end; nothing is written anywhere."""
    app = make_app(new_key=lambda: key)

    assert post(app, BODY).status == 409
    assert left_behind(of=app) == NOTHING


def test_a_repeated_key_never_overwrites(make_app, tmp_path):
    """The second upload is refused and the first one is intact."""
    app = make_app(new_key=lambda: "a" * 32)

    assert [post(app, BODY).status, post(app, form(file_part(b"b.png", b"other"))).status] == [
        201,
        409,
    ]
    assert tree(tmp_path) == {"a" * 32: PNG}
    assert [row["state"] for row in rows(app)] == ["available"]


def test_a_taken_key_is_drawn_again(make_app, tmp_path):
    """A clash costs a retry, not the upload."""
    keys = iter(["a" * 32, "a" * 32, "../x", "b" * 32])
    app = make_app(new_key=lambda: next(keys))

    assert [post(app, BODY).status, post(app, BODY).status] == [201, 201]
    assert set(tree(tmp_path)) == {"a" * 32, "b" * 32}


def test_a_planted_link_is_neither_written_nor_read(make_app, tmp_path):
    """A link at the next key is a clash; a link at a stored key is not served."""
    canary = tmp_path / "canary"
    canary.write_bytes(b"secret")
    keys = iter(["a" * 32] * 5 + ["b" * 32])
    app = make_app(new_key=lambda: next(keys))
    (tmp_path / "files" / ("a" * 32)).symlink_to(canary)
    assert post(app, BODY).status in {201, 409}
    answer = post(app, BODY) if not rows(app) else None
    stored = tmp_path / "files" / rows(app)[0]["key"]
    stored.unlink()
    stored.symlink_to(canary)

    assert canary.read_bytes() == b"secret"
    assert fetch(app, answer).status == 404


def test_a_row_that_points_outside_is_not_served(app, tmp_path):
    """The key is judged again when it is read."""
    (tmp_path / "canary").write_bytes(b"secret")
    answer = post(app, BODY)
    with services(app).ledger.engine.begin() as connection:
        connection.execute(update(files).values(key="../canary"))

    assert fetch(app, answer).status == 404


def test_a_full_disk_takes_nothing_more(make_app, left_behind):
    """What the policy keeps free stays free, for the ledger and for everybody else."""
    app = make_app({"min_free_bytes": 2**62})

    assert refused_as(post(app, BODY)) == (413, "quota")
    assert left_behind(of=app) == NOTHING


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_only_regular_files_are_opened(store, make):
    """A pipe does not block the worker, a folder is no file."""
    make(store.root / "a")

    with pytest.raises(NotServed):
        store.open("a")


def test_trouble_with_the_disk_is_not_taken_for_absence(store, monkeypatch):
    """A file that cannot be opened just now is not reported as gone."""
    with monkeypatch.context() as patched:
        patched.setattr("os.open", failing_with(errno.EIO))
        with pytest.raises(OSError, match="no"):
            store.open("a")


def failing_with(code):
    """Build a system call that fails."""

    def call(*_, **__):
        raise OSError(code, "no")

    return call


@pytest.mark.parametrize("key", ["a", "../a"])
def test_removing_what_is_not_there_is_no_error(store, key):
    """Cleaning up may happen twice."""
    store.remove(key)


def test_what_is_not_published_has_no_name(store):
    """``temp-hygiene``: whenever the process dies, the kernel removes it."""
    with store.create("a") as sink:
        sink.write(b"x")
        assert list(store.root.iterdir()) == []


def test_a_file_system_without_unnamed_files_is_refused(tmp_path, monkeypatch):
    """At the start, by name, and not at the first upload."""
    real = os.open

    def refuse(path, flags, *more, **known):
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "not supported")
        return real(path, flags, *more, **known)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PolicyError, match=r"upload_folder .* not supported.*; name one"):
        LocalStore(tmp_path / "files", STEPS)


def test_a_file_that_cannot_be_made_private_is_closed(tmp_path):
    """The mode is part of opening: without it there is no sink, and no descriptor."""
    store = LocalStore(tmp_path / "files", {**STEPS, "least-privilege-mode": failing})
    with pytest.raises(RuntimeError):
        store.create("a")

    assert descriptors(tmp_path) == []


def failing(*_, **__):
    """Stand in for a step that fails."""
    raise RuntimeError("canary /srv/secret")


@pytest.mark.parametrize("step", ["reserve", "settle", "advance"])
def test_a_ledger_that_fails_leaves_nothing(make_app, left_behind, step):
    """No row without file, no file without row."""
    app = make_app(ledger_class=type("Failing", (Ledger,), {step: failing}))

    assert post(app, BODY).status == 500
    assert left_behind(of=app) == NOTHING


def test_a_store_that_fails_leaves_no_row(make_app, left_behind):
    """A failing link is undone."""
    app = make_app(controls=with_control("atomic-publish", failing, controls=UNREAD))

    assert post(app, BODY).status == 500
    assert left_behind(of=app) == NOTHING


@pytest.mark.parametrize("error", [OSError(errno.EIO, "no"), SystemExit()])
def test_a_name_that_cannot_be_flushed_is_taken_back(app, left_behind, monkeypatch, error):
    """If the folder cannot be made safe, or the worker is told to go, the file is gone again."""
    real = os.fsync

    def refuse(fd):
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise error
        real(fd)

    monkeypatch.setattr("reference_app.controls.atomic_publish.os.fsync", refuse)
    with suppress(SystemExit):
        assert post(app, BODY).status == 500

    assert left_behind() == NOTHING


def test_the_ledger_can_live_elsewhere(make_app, tmp_path):
    """Any SQLAlchemy URL will do; a folder for an SQLite file is made."""
    app = make_app({"ledger_url": f"sqlite:///{tmp_path}/deep/ledger.db"})

    assert post(app, BODY).status == 201
    assert (tmp_path / "deep" / "ledger.db").exists()


def test_many_at_once_are_all_stored(app, tmp_path):
    """Threads do not disturb one another."""
    bodies = [form(file_part(b"a.txt", b"%d" % n * 1000)) for n in range(24)]
    answers = {}
    threads = [
        threading.Thread(target=lambda n=n: answers.update({n: post(app, bodies[n])}))
        for n in range(len(bodies))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status for answer in answers.values()} == {201}
    for n, answer in answers.items():
        assert fetch(app, answer).body == b"%d" % n * 1000


def test_the_digest_is_of_the_bytes(app):
    """The row says what hashlib says."""
    post(app, BODY)

    assert rows(app)[0]["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert rows(app)[0]["size"] == len(PNG)


def test_a_clash_is_told_apart(store):
    """The store says Clash, whatever the system calls it."""
    for expected in (False, True):
        with store.create("a") as sink:
            if not expected:
                store.publish(sink, "a")
                continue
            with pytest.raises(Clash):
                store.publish(sink, "a")
