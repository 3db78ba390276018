"""The commands: serving with a secret or as a demo, accounts, the ledger, and the doctor's desk."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from click.testing import CliRunner
from gunicorn.app.base import BaseApplication
from sqlalchemy import text

from reference_app import cli, create_app_from_environment, database
from reference_app.controls.start import SecretError
from reference_app.values import Candidate
from tests.reference_app.helpers import PASSWORD, SECRET, mode, next_version, services


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """Work in a folder of one's own, with a secret and a policy that needs no decoder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPLOAD_GAUNTLET_SECRET", SECRET)
    monkeypatch.setenv("UPLOAD_GAUNTLET_POLICY", "policy.toml")
    (tmp_path / "policy.toml").write_text('accept = ["TEXT"]\nmin_free_bytes = 1')
    return tmp_path


@pytest.fixture
def started(monkeypatch):
    """Note what would be served, and that its folder is there, instead of serving it."""
    seen = []

    def run(server):
        shared = services(server.wsgi())
        seen.append((server, shared, shared.policy.upload_folder.exists()))

    monkeypatch.setattr(BaseApplication, "run", run)
    return seen


def call(command, *arguments):
    """Call a command, which must do what it was asked, and return what it says."""
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def refusal(command, *arguments):
    """Call a command, which must refuse, and return why."""
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 1, result.output
    return result.output


def test_no_secret_no_server(monkeypatch, started):
    """The message says how to make one."""
    monkeypatch.delenv("UPLOAD_GAUNTLET_SECRET")

    assert "token_hex" in refusal(cli.serve)
    assert started == []


def test_a_short_secret_is_none(monkeypatch):
    """31 bytes are refused by number, for a server that was started without the command too."""
    monkeypatch.setenv("UPLOAD_GAUNTLET_SECRET", SECRET[:31])
    with pytest.raises(SecretError, match="31 bytes"):
        create_app_from_environment()


def test_the_environment_is_enough(folder):
    """A WSGI server needs a secret, and perhaps a policy."""
    with closing(services(create_app_from_environment())) as shared:
        assert set(shared.policy.accepted) == {"txt"}
    assert (folder / "uploads").is_dir()


def test_a_demo_needs_nothing_and_leaves_nothing(monkeypatch, started):
    """It makes its own secret, folder and account, prints what opens it, and is gone with it."""
    monkeypatch.delenv("UPLOAD_GAUNTLET_SECRET")
    told = call(cli.serve, "--demo", "--port", "8001")
    ((server, shared, existed),) = started

    assert re.search(r"name: demo\npassword: \S{16}\ntoken for scripts: \S{43}\n", told)
    assert (existed, server.cfg.bind) == (True, ["127.0.0.1:8001"])
    assert not shared.policy.upload_folder.parent.exists()


def test_what_a_demo_prints_opens_it(monkeypatch):
    """The password logs in, and the token knows the account, while it runs."""
    said, seen = [], []

    def run(server):
        people, told = services(server.wsgi()).people, re.split(r": |\n", said[0])
        seen.append((people.log_in("demo", told[3], ""), people.by_token(told[5])))

    monkeypatch.setattr(BaseApplication, "run", run)
    monkeypatch.setattr(cli.click, "echo", said.append)
    call(cli.serve, "--demo")

    ((session, identity),) = seen
    assert session
    assert identity.account.role == "reviewer"


def test_a_worker_does_not_remove_the_demo_of_its_parent(monkeypatch):
    """Forks leave through the same door."""
    seen = []

    def run(server):
        seen.append(services(server.wsgi()).policy.upload_folder.parent)
        monkeypatch.setattr(cli.os, "getpid", lambda: -1)

    monkeypatch.setattr(BaseApplication, "run", run)
    call(cli.serve, "--demo")

    assert seen[0].exists()
    cli.shutil.rmtree(seen[0])


@pytest.mark.parametrize("arguments", [("--demo",), ()])
def test_a_server_for_everybody_names_its_hosts(started, arguments):
    """A demo stays on loopback, and so does what has no `trusted_hosts`."""
    assert "0.0.0.0 is not loopback" in refusal(cli.serve, "--host", "0.0.0.0", *arguments)
    assert started == []


def test_a_server_with_hosts_may_be_reached(started, folder):
    """But a demo still may not."""
    with (folder / "policy.toml").open("a") as file:
        file.write('\ntrusted_hosts = ["files.example"]')
    call(cli.serve, "--host", "0.0.0.0")

    assert started[0][0].cfg.bind == ["0.0.0.0:8000"]
    assert "not loopback" in refusal(cli.serve, "--host", "0.0.0.0", "--demo")


def test_gunicorn_is_told_everything(monkeypatch, started):
    """Nothing comes from the environment, no header is believed, no socket lies at home."""
    # Gunicorn reads these variables once, when it is imported.
    monkeypatch.setattr("gunicorn.config.Workers.default", 7)
    monkeypatch.setattr("gunicorn.config.ForwardedAllowIPS.default", "*")
    call(cli.serve)
    config = started[0][0].cfg

    assert (config.worker_class_str, config.threads) == ("gthread", 4)
    assert (config.workers, config.timeout) == (1, 30)
    assert config.forwarded_allow_ips == []
    assert config.control_socket_disable


def test_an_ipv6_address_is_bracketed(started):
    """Its own colons are not the one before the port."""
    call(cli.serve, "--host", "::1", "--port", "8002")

    assert started[0][0].cfg.address == [("::1", 8002)]


def test_a_policy_file_is_used_and_a_bad_one_explained(started, folder):
    """The option counts more than the variable; no trace is shown."""
    (folder / "other.toml").write_text("max_parts = 3\naccept = ['TEXT']")
    call(cli.serve, "--policy", "other.toml")
    (folder / "policy.toml").write_text("max_parts = 0")

    assert started[0][1].policy.max_parts == 3
    assert "Error: max_parts is 0" in refusal(cli.serve)


def test_a_folder_that_others_may_write_to_is_explained(started, folder):
    """A start that fails says what would do, without a trace."""
    (folder / "uploads").mkdir()
    (folder / "uploads").chmod(0o777)

    assert "mode 0777" in refusal(cli.serve)
    assert started == []


def test_a_ledger_that_is_none_is_explained(folder):
    """The message names the setting."""
    (folder / "uploads.sqlite3").write_bytes(b"no database " * 99)

    assert "Error: ledger_url cannot be used: " in refusal(cli.janitor)


def test_an_account_gets_its_password_once():
    """It logs in, and its role is the one that was asked for."""
    told = call(cli.account, "add", "carol", "--role", "reviewer")
    with closing(services(create_app_from_environment())) as shared:
        session = shared.people.log_in("carol", told.partition(": ")[2].strip(), "")

        assert shared.people.by_session(session).account.role == "reviewer"
    assert "the name is taken" in refusal(cli.account, "add", "carol")


def test_a_token_is_shown_once_and_can_be_revoked():
    """What it opens is closed for good."""
    call(cli.account, "add", "dave")
    token = call(cli.account, "token", "dave").strip()
    with closing(services(create_app_from_environment())) as shared:
        assert shared.people.by_token(token).account.name == "dave"
        call(cli.account, "revoke", "dave")
        assert shared.people.by_token(token) is None


@pytest.mark.parametrize("arguments", [("token",), ("revoke",)])
def test_a_name_that_nobody_has_is_told(arguments):
    """Who revokes with a slip of the pen would think that it is done."""
    assert "no account is named 'daev'" in refusal(cli.account, *arguments, "daev")


def test_a_backup_is_a_ledger_that_nobody_else_may_read(folder):
    """It holds what the ledger held, and no older one is written over."""
    with closing(services(create_app_from_environment())) as shared:
        shared.people.enrol("erin", PASSWORD)
        call(cli.ledger, "backup", "copy.sqlite3")
    with database.connect("sqlite:///copy.sqlite3").connect() as connection:
        names = connection.execute(text("select name from accounts")).scalars().all()

    assert (names, mode(folder / "copy.sqlite3")) == (["erin"], 0o600)
    assert "File exists" in refusal(cli.ledger, "backup", "copy.sqlite3")


def test_an_older_ledger_is_backed_up_and_carried_on(folder, monkeypatch):
    """The app refuses it by naming the command that helps, and takes it after that."""
    call(cli.janitor)
    next_version(monkeypatch, folder, "CREATE TABLE more (id FLOAT)")

    assert "ledger upgrade" in refusal(cli.janitor)
    call(cli.ledger, "backup", "before.sqlite3")
    call(cli.ledger, "upgrade")
    call(cli.janitor)


def test_the_janitor_clears_what_is_left_over(folder):
    """What a process that has died had not finished is gone after it."""
    with closing(services(create_app_from_environment())) as shared:
        owner = shared.people.enrol("erin", PASSWORD).id
        died = Candidate(id="1" * 32, owner=owner, key="2" * 32, reserved=1, created=1.0)
        shared.ledger.reserve(died)
        path = shared.policy.upload_folder / died.key
    path.touch()
    call(cli.janitor)

    assert not path.exists()


def test_the_doctor_tells_each_part_on_a_line(monkeypatch):
    """It exits by what is refused, and not by what is doubtful."""
    told = call(cli.doctor)
    assert "WARN    scanner   test-file" in told
    monkeypatch.setattr("reference_app.doctor.ADVISORIES", (("flask", "99", "GHSA-x"),))

    assert re.search(
        r"^REFUSED versions  flask \S+ has GHSA-x; install 99$", refusal(cli.doctor), re.MULTILINE
    )
