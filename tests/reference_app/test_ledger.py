"""The ledger's contract, on whatever database ``ledger_url`` names: here SQLite.

Long, because ``tests/postgres`` holds the other database to every line of it.
"""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from reference_app import database, migrations
from reference_app.controls.quota import Usage, free_space, quota
from reference_app.controls.quota_race import quota_race
from reference_app.errors import Clash, OverQuota
from reference_app.ledger import KEPT, LEAVING, UNFINISHED, Ledger
from reference_app.policy import Policy, PolicyError
from reference_app.values import Candidate
from tests.reference_app.helpers import next_version, usage

POLICY = Policy(quota_bytes=100, quota_files=3)
STEPS = {"quota-race": quota_race, "quota": lambda usage: quota(usage, POLICY)}
ANN, BEN = "a" * 32, "b" * 32
NOTHING = Usage(bytes=0, files=0)
THREADS = 8

EARLIER = """
CREATE TABLE files (
    id VARCHAR(64) PRIMARY KEY, key VARCHAR(255) NOT NULL, name VARCHAR(1024) NOT NULL,
    suffix VARCHAR(16) NOT NULL, media_type VARCHAR(255) NOT NULL, size BIGINT NOT NULL,
    sha256 VARCHAR(64) NOT NULL, created FLOAT NOT NULL, state VARCHAR(16) NOT NULL)
"""


@pytest.fixture
def ledger_url(tmp_path):
    """Name an empty tables."""
    return f"sqlite:///{tmp_path}/ledger.sqlite3"


@pytest.fixture
def ledger(ledger_url):
    """Open a ledger with two accounts."""
    opened = Ledger(ledger_url, STEPS)
    for each in (ANN, BEN):
        row = {"id": each, "name": each, "password": "", "role": "uploader", "created": 0}
        database.write(opened.engine, sa.insert(database.accounts).values(row))
    return opened


@pytest.fixture
def bare(ledger_url):
    """Open an empty database for whatever is to be found in it."""
    return database.connect(ledger_url)


def upload(number=1, *, owner=ANN, reserved=40, **known):
    """Return an upload that holds *reserved* bytes and turns out to have ten."""
    file_id = f"{number:032x}"
    known = {"name": "n.txt", "key": f"key-{number}"} | known
    known = {"created": float(number), "expires": 1000.0 + number} | known
    kind = {"suffix": "txt", "media_type": "text/plain", "sha256": "5" * 64, "size": 10}
    return Candidate(id=file_id, owner=owner, reserved=reserved, **kind, **known)


def put(ledger, number=1, *, state="available", **known):
    """Take an upload as far as *state*."""
    candidate = upload(number, **known)
    ledger.reserve(candidate)
    ledger.settle(candidate)
    ledger.advance(candidate.id, was="checked", now="scanned", scan="clean")
    ledger.advance(candidate.id, was="scanned", now=state)
    return candidate.id


def state_of(ledger, file_id):
    """Return where a row stands; ``None`` if it is gone."""
    found = ledger.find(file_id, states=None)
    return found and found.state


def at_once(work, count=THREADS):
    """Run *work* in threads that start together; return what each returned or raised."""
    barrier = threading.Barrier(count)

    def one(number):
        barrier.wait()
        try:
            return work(number)
        except (OverQuota, Clash) as refusal:
            return refusal

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def books(ledger):
    """Return for each account what it is charged, and what its rows hold."""
    held = f"""
        SELECT owner, sum(reserved), sum(CASE WHEN state IN {tuple(LEAVING)} THEN 0 ELSE 1 END)
        FROM files GROUP BY owner ORDER BY owner"""
    charged = """
        SELECT id, used_bytes, used_files FROM accounts
        WHERE id IN (SELECT owner FROM files) ORDER BY id"""
    with ledger.engine.connect() as connection:
        return [[tuple(r) for r in connection.execute(sa.text(q))] for q in (charged, held)]


def test_a_row_is_there_before_the_file(ledger):
    """It holds what the file may take, belongs to somebody, and is not served."""
    ledger.reserve(upload(feature="photos"))
    row = ledger.find(upload().id, states=("receiving",))

    assert (row.owner, row.feature, row.key) == (ANN, "photos", "key-1")
    assert (row.created, row.expires, row.scan) == (1.0, 1001.0, "")
    assert ledger.find(upload().id) is None
    assert usage(ledger, ANN) == Usage(bytes=40, files=1)
    assert usage(ledger, BEN) == NOTHING


def test_the_quota_is_filled_to_the_byte_and_to_the_file(ledger):
    """The limit itself is allowed; one more of either is refused and leaves nothing."""
    ledger.reserve(upload(1, reserved=99))
    with pytest.raises(OverQuota, match=r"101 bytes in 2 files .* limits are 100 and 3"):
        ledger.reserve(upload(2, reserved=2))
    ledger.reserve(upload(3, reserved=1))
    ledger.reserve(upload(4, reserved=0))
    with pytest.raises(OverQuota, match="4 files"):
        ledger.reserve(upload(5, reserved=0))

    assert usage(ledger, ANN) == Usage(bytes=100, files=3)
    ledger.reserve(upload(6, owner=BEN, reserved=100))


def test_nobody_has_no_quota(ledger):
    """An account that is not there reserves nothing."""
    with pytest.raises(sa.exc.NoResultFound):
        ledger.reserve(upload(owner="c" * 32))

    assert state_of(ledger, upload().id) is None


@pytest.mark.parametrize("size", [0, 10, 40, 100])
def test_what_is_held_becomes_what_is_kept(ledger, size):
    """The rest of a reservation is given back; a re-encoded file may also need more."""
    candidate = replace(upload(), size=size, key="other", media_type="image/png")
    ledger.reserve(upload())
    ledger.settle(candidate)
    row = ledger.find(candidate.id, states=("checked",))

    assert (row.size, row.key, row.media_type) == (size, "other", "image/png")
    assert usage(ledger, ANN) == Usage(bytes=size, files=1)


def test_a_file_that_grows_over_the_quota_stays_as_it_was(ledger):
    """What is kept counts, whatever was announced."""
    ledger.reserve(upload())
    with pytest.raises(OverQuota):
        ledger.settle(replace(upload(), size=101))

    assert state_of(ledger, upload().id) == "receiving"
    assert usage(ledger, ANN) == Usage(bytes=40, files=1)


def test_no_step_is_skipped_or_repeated(ledger):
    """Each starts from where the one before has ended."""
    file_id = put(ledger)
    for was, now in (("scanned", "available"), ("quarantined", "available")):
        with pytest.raises(Clash, match="moved on"):
            ledger.advance(file_id, was=was, now=now)
    with pytest.raises(Clash):
        ledger.settle(upload())
    with pytest.raises(Clash):
        ledger.rekey(upload(key="other"))

    row = ledger.find(file_id)
    assert (row.state, row.scan, row.key) == ("available", "clean", "key-1")


def test_a_reviewer_releases_once(ledger):
    """The verdict stays with the file."""
    file_id = put(ledger, state="quarantined")
    (waiting,) = ledger.quarantined(limit=9)
    assert ledger.find(file_id) is None
    ledger.advance(file_id, was="quarantined", now="available")

    assert (waiting.id, ledger.quarantined(limit=9)) == (file_id, [])
    assert ledger.find(file_id).scan == "clean"


def test_another_key_is_drawn_before_the_file_has_a_name(ledger):
    """After a clash in the store."""
    ledger.reserve(upload())
    ledger.rekey(upload(key="other"))

    assert ledger.keys() == {"other"}


@pytest.mark.parametrize("state", ["receiving", "available", "quarantined"])
def test_a_failed_upload_is_forgotten_once(ledger, state):
    """However far it came: the row is gone, and the quota is back, but not twice."""
    ledger.reserve(upload(2))
    if state == "receiving":
        ledger.reserve(upload(1))
    else:
        put(ledger, state=state)
    for _ in range(2):
        ledger.forget(upload(1).id)

    assert state_of(ledger, upload(1).id) is None
    assert usage(ledger, ANN) == Usage(bytes=40, files=1)


@pytest.mark.parametrize("name", ["", "x", "\0", "1" * 31, "1" * 33, "' or 1=1 --", "Ａ" * 32])
def test_what_is_no_identifier_is_not_looked_up(ledger, monkeypatch, name):
    """Databases differ in what they make of it."""
    with monkeypatch.context() as patch:
        patch.setattr("sqlalchemy.Connection.execute", pytest.fail)
        assert ledger.find(name) is None
        assert ledger.remove(name, pytest.fail) is None


def test_a_name_is_a_value_and_never_a_statement(ledger):
    """Quotes, percent signs and colons come back as they went in."""
    hostile = "'; DROP TABLE files; -- %s %(x)s :name \\ \" 文.txt"
    put(ledger, name=hostile, feature="' OR '1'='1")

    (row,) = ledger.listing(ANN, limit=9)
    assert (row.name, row.feature) == (hostile, "' OR '1'='1")
    assert ledger.listing("' OR '1'='1", limit=9) == []


def test_a_list_has_pages_and_one_owner(ledger):
    """The newest first; of the same moment, always in the same order."""
    ids = [
        put(ledger, number, created=created) for number, created in ((1, 5.0), (2, 7.0), (3, 5.0))
    ]
    put(ledger, 4, owner=BEN)
    put(ledger, 5, owner=BEN, state="quarantined")
    pages = [ledger.listing(ANN, limit=2, offset=offset) for offset in (0, 2)]

    assert [[row.id for row in page] for page in pages] == [[ids[1], ids[0]], [ids[2]]]
    assert [len(ledger.listing(each, limit=9)) for each in (ANN, BEN)] == [3, 2]
    assert ledger.listing(ANN, limit=2, offset=10**30) == []


def test_a_deleted_file_leaves_no_more_than_that_it_was_there(ledger):
    """Bytes, name and digest are gone, and the quota is back, once."""
    file_id, removed = put(ledger), []
    put(ledger, 2)
    assert ledger.remove(file_id, removed.append).key == "key-1"
    assert ledger.remove(file_id, removed.append) is None

    row = ledger.find(file_id, states=None)
    assert (row.state, row.name, row.key, row.sha256) == ("deleted", "", "", "")
    assert (removed, usage(ledger, ANN)) == (["key-1"], Usage(bytes=10, files=1))


def test_only_what_is_kept_is_removed(ledger):
    """An upload on its way is not, nor what is nowhere."""
    ledger.reserve(upload())

    assert ledger.remove(upload(1).id, pytest.fail) is None
    assert ledger.remove(upload(2).id, pytest.fail) is None
    assert state_of(ledger, upload().id) == "receiving"


@pytest.mark.parametrize("now", ["deleted", "expired"])
def test_a_removal_that_dies_is_ended_later(ledger, now):
    """From its first moment nothing is served; the quota waits for the bytes."""
    file_id, removed = put(ledger), []
    with pytest.raises(OSError, match="EIO"):
        ledger.remove(file_id, broken, now=now)
    assert (state_of(ledger, file_id), usage(ledger, ANN).files) == (LEAVING[now], 1)
    for _ in range(2):
        ledger.finish(removed.append)

    assert (state_of(ledger, file_id), removed) == (now, ["key-1"])
    assert usage(ledger, ANN) == NOTHING


def broken(_key):
    """Fail as a disk does."""
    raise OSError("EIO")


def test_two_that_end_one_removal_give_back_once(ledger):
    """A start in the middle of somebody's deletion, for instance."""
    file_id = put(ledger)
    put(ledger, 2)
    ledger.remove(file_id, lambda _key: ledger.finish(lambda _key: None))

    assert usage(ledger, ANN) == Usage(bytes=10, files=1)


def test_time_that_is_over_is_seen(ledger):
    """Served files alone; one without a date has no end."""
    put(ledger, 1)
    put(ledger, 2, expires=None)
    put(ledger, 3, state="quarantined")

    assert ledger.due(1001.0) == []
    assert [row.id for row in ledger.due(1001.5)] == [upload(1).id]


def test_old_uploads_that_never_ended_are_dropped(ledger):
    """With their file and their quota, in whatever state they died; younger ones stay."""
    removed = []
    ledger.reserve(upload(1))
    ledger.reserve(upload(2))
    ledger.settle(upload(2))
    ledger.reserve(upload(8))

    ledger.expire(removed.append, before=8.0)
    assert sorted(removed) == ["key-1", "key-2"]
    assert (usage(ledger, ANN), ledger.keys()) == (Usage(bytes=40, files=1), {"key-8"})


def test_a_key_that_another_row_has_is_left_alone(ledger):
    """Two that died over one key leave it to the second to go."""
    put(ledger, 1, key="one")
    ledger.reserve(upload(2, key="one"))
    for number in (3, 4):
        ledger.reserve(upload(number, owner=BEN, key="two"))

    removed = []
    ledger.expire(removed.append, before=9.0)
    assert removed == ["two"]
    assert usage(ledger, BEN) == NOTHING
    assert ledger.keys() == {"one"}


def test_a_sweep_that_dies_is_repeated_in_full(ledger):
    """The row stays until its file is gone."""
    ledger.reserve(upload())
    with pytest.raises(OSError, match="EIO"):
        ledger.expire(broken, before=9.0)

    assert usage(ledger, ANN) == Usage(bytes=40, files=1)
    ledger.expire(lambda _key: None, before=9.0)
    assert usage(ledger, ANN) == NOTHING


def test_an_upload_that_ends_during_a_sweep_stays(ledger, monkeypatch):
    """It was old and slow, and came first."""
    put(ledger)
    stale = [replace(ledger.find(upload().id), state="scanned")]
    monkeypatch.setattr(ledger, "_all", lambda _where: stale)

    ledger.expire(pytest.fail, before=9.0)
    assert ledger.keys() == {"key-1"}


def test_the_last_place_is_given_once(ledger):
    """Of many that reserve at once, as many succeed as there is room for."""
    ledger.reserve(upload(99, reserved=60))
    answers = at_once(lambda number: ledger.reserve(upload(number)))

    assert answers.count(None) == 1
    assert all(isinstance(each, OverQuota) for each in answers if each)
    assert usage(ledger, ANN) == Usage(bytes=100, files=2)


def test_one_file_is_removed_by_one(ledger):
    """Of many that delete it at once, one has it; the quota comes back once."""
    put(ledger, 1)
    put(ledger, 2)
    answers = at_once(lambda _: ledger.remove(upload(1).id, lambda _key: None))

    assert sum(each is not None for each in answers) == 1
    assert usage(ledger, ANN) == Usage(bytes=10, files=1)


def test_one_step_is_taken_by_one(ledger):
    """Two reviewers, or an upload and the sweep: somebody comes second and is told so."""
    file_id = put(ledger, state="quarantined")
    answers = at_once(lambda _: ledger.advance(file_id, was="quarantined", now="available"))

    assert (answers.count(None), len(answers)) == (1, THREADS)


def random_step(ledger, luck):
    """Do something, allowed or not, with one of a few files."""
    candidate = upload(
        luck.randrange(4), owner=luck.choice((ANN, BEN)), reserved=luck.randrange(50)
    )
    states = (*UNFINISHED, *KEPT)
    steps = (
        lambda: ledger.reserve(candidate),
        lambda: ledger.settle(replace(candidate, size=luck.randrange(60))),
        lambda: ledger.advance(candidate.id, was=luck.choice(states), now=luck.choice(states)),
        lambda: ledger.forget(candidate.id),
        lambda: ledger.remove(candidate.id, luck.choice((broken, lambda _key: None))),
        lambda: ledger.finish(lambda _key: None),
        lambda: ledger.expire(lambda _key: None, before=luck.randrange(4)),
    )
    with suppress(Clash, OverQuota, OSError, sa.exc.IntegrityError):
        luck.choice(steps)()


@pytest.mark.parametrize("seed", range(6))
def test_the_books_always_balance(ledger, seed):
    """Whatever happens in whatever order, an account is charged what its rows hold."""
    luck = random.Random(seed)
    for _ in range(60):
        random_step(ledger, luck)
        charged, held = books(ledger)
        assert charged == held


def test_a_session_belongs_to_somebody(ledger):
    """References are kept by both databases."""
    row = {"digest": "d" * 64, "account": "c" * 32, "created": 0, "expires": 0}
    with pytest.raises(sa.exc.IntegrityError), ledger.engine.begin() as connection:
        connection.execute(sa.insert(database.sessions).values(row))


def test_the_tables_are_as_they_are_named(ledger):
    """What the statements name is what the revisions have made, and no more than that."""
    found = sa.inspect(ledger.engine)
    columns = {
        name: [column["name"] for column in found.get_columns(name)]
        for name in found.get_table_names()
    }
    del columns["alembic_version"]

    assert columns == {name: table.c.keys() for name, table in database.metadata.tables.items()}


def test_the_version_is_the_last_revision():
    """The app and Alembic mean the same by it."""
    config = Config()
    config.set_main_option("script_location", migrations.FOLDER)

    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_many_workers_start_at_once(ledger_url):
    """One of them fills the empty database, and the others find it filled."""
    ledgers = at_once(lambda _: Ledger(ledger_url, STEPS), count=4)

    assert all(isinstance(each, Ledger) for each in ledgers)


def test_another_version_is_refused(ledger, ledger_url):
    """By both numbers and the remedy."""
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(PolicyError, match=r"9999, .*needs 0001; .*upload-gauntlet ledger upgrade"):
        Ledger(ledger_url, STEPS)


def test_a_ledger_without_a_version_is_refused_and_not_touched(bare, ledger_url):
    """It is that of an earlier release."""
    with bare.begin() as connection:
        connection.execute(sa.text(EARLIER))
    with pytest.raises(PolicyError, match="at version None"):
        Ledger(ledger_url, STEPS)

    assert sa.inspect(bare).get_table_names() == ["files"]


def test_a_ledger_is_carried_on_to_the_next_version(ledger, ledger_url, tmp_path, monkeypatch):
    """With all that it holds, and once."""
    file_id = put(ledger)
    next_version(monkeypatch, tmp_path, "ALTER TABLE files ADD COLUMN more FLOAT")
    with pytest.raises(PolicyError, match="at version 0001, this release needs 0002"):
        Ledger(ledger_url, STEPS)
    for _ in range(2):
        migrations.upgrade(ledger.engine)

    columns = [column["name"] for column in sa.inspect(ledger.engine).get_columns("files")]
    assert (columns[-1], state_of(Ledger(ledger_url, STEPS), file_id)) == ("more", "available")


def test_an_upgrade_that_fails_changes_nothing(ledger, tmp_path, monkeypatch):
    """The first half of it is taken back."""
    next_version(monkeypatch, tmp_path, "ALTER TABLE files ADD COLUMN more FLOAT; DROP TABLE none")
    with pytest.raises(sa.exc.DBAPIError, match="none"):
        migrations.upgrade(ledger.engine)

    columns = [column["name"] for column in sa.inspect(ledger.engine).get_columns("files")]
    assert columns == list(database.files.c.keys())


def test_the_disk_keeps_a_rest():
    """The limit itself will do."""
    free_space(POLICY.min_free_bytes, POLICY)
    with pytest.raises(OverQuota, match="nearly full"):
        free_space(POLICY.min_free_bytes - 1, POLICY)
