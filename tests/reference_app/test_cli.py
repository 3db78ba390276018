"""Starting: a secret or a demo, gunicorn or the simple server."""

from __future__ import annotations

import runpy
import sys

import pytest
from click.testing import CliRunner
from gunicorn.app.base import BaseApplication

from reference_app import SecretError, cli, create_app_from_environment
from tests.reference_app.helpers import file_part, form, post

SECRET = "s" * 32


@pytest.fixture
def started(monkeypatch):
    """Note what would be served, instead of serving it."""
    seen = []

    def run(app, **where):
        seen.append((app, where, app.extensions["reference_app"].policy.upload_folder.exists()))

    monkeypatch.setattr(cli, "run", run)
    return seen


def test_no_secret_no_server(monkeypatch):
    """The message says how to make one."""
    monkeypatch.delenv("UPLOAD_GAUNTLET_SECRET", raising=False)
    result = CliRunner().invoke(cli.main, ["serve"])

    assert result.exit_code == 1
    assert "token_hex" in result.output


def test_a_short_secret_is_none(monkeypatch):
    """31 bytes are refused by name and number."""
    monkeypatch.setenv("UPLOAD_GAUNTLET_SECRET", "s" * 31)

    with pytest.raises(SecretError, match="31 bytes"):
        create_app_from_environment()


def test_the_environment_is_enough(monkeypatch, tmp_path):
    """A WSGI server needs a secret and perhaps a policy."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPLOAD_GAUNTLET_SECRET", SECRET)
    assert post(create_app_from_environment(), form(file_part(b"a.png"))).status == 201
    (tmp_path / "policy.toml").write_text("max_file_bytes = 3")
    monkeypatch.setenv("UPLOAD_GAUNTLET_POLICY", "policy.toml")

    assert post(create_app_from_environment(), form(file_part(b"a.png"))).status == 413
    assert (tmp_path / "uploads").is_dir()


def test_a_demo_needs_nothing_and_leaves_nothing(monkeypatch, started):
    """Its folder exists while it runs, and not after."""
    monkeypatch.delenv("UPLOAD_GAUNTLET_SECRET", raising=False)
    result = CliRunner().invoke(cli.main, ["serve", "--demo", "--port", "8001"])
    ((app, where, existed),) = started

    assert (result.exit_code, existed) == (0, True), result.output
    assert where == {"host": "127.0.0.1", "port": 8001}
    assert not app.extensions["reference_app"].policy.upload_folder.parent.exists()


def test_a_worker_does_not_remove_the_demo_of_its_parent(monkeypatch, started):
    """Forks leave through the same door."""
    pids = iter([1, 2])
    monkeypatch.setattr(cli.os, "getpid", lambda: next(pids))
    CliRunner().invoke(cli.main, ["serve", "--demo"])
    folder = started[0][0].extensions["reference_app"].policy.upload_folder.parent

    assert folder.exists()
    cli.shutil.rmtree(folder)


def test_a_policy_file_is_used(monkeypatch, started, tmp_path):
    """And a bad one is explained."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPLOAD_GAUNTLET_SECRET", SECRET)
    path = tmp_path / "policy.toml"
    path.write_text("max_parts = 3")
    assert CliRunner().invoke(cli.main, ["serve", "--policy", str(path)]).exit_code == 0
    assert started[0][0].extensions["reference_app"].policy.max_parts == 3
    path.write_text("max_parts = 0")

    assert "max_parts is 0" in CliRunner().invoke(cli.main, ["serve", "--policy", str(path)]).output


def test_gunicorn_is_told_everything(monkeypatch, app):
    """Address, threads and app; no socket in anybody's home, nothing from the environment."""
    seen = []
    # Gunicorn reads these variables once, when it is imported.
    monkeypatch.setattr("gunicorn.config.Workers.default", 7)
    monkeypatch.setattr("gunicorn.config.ForwardedAllowIPS.default", "*")
    monkeypatch.setattr(BaseApplication, "run", lambda server: seen.extend([server]))
    cli.run(app, host="127.0.0.1", port=8002)
    (server,) = seen

    assert server.cfg.bind == ["127.0.0.1:8002"]
    assert (server.cfg.worker_class_str, server.cfg.threads) == ("gthread", 4)
    assert (server.cfg.workers, server.cfg.timeout) == (1, 30)
    assert server.cfg.forwarded_allow_ips == ["127.0.0.1", "::1"]
    assert server.cfg.control_socket_disable
    assert server.load() is app


def test_an_ipv6_address_is_bracketed(monkeypatch, app):
    """Its own colons are not the one before the port."""
    seen = []
    monkeypatch.setattr(BaseApplication, "run", lambda server: seen.extend(server.cfg.address))
    cli.run(app, host="::1", port=8002)

    assert seen == [("::1", 8002)]


def test_a_folder_that_others_may_write_to_is_explained(monkeypatch, started, tmp_path):
    """A start that fails says what would do, without a trace."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPLOAD_GAUNTLET_SECRET", SECRET)
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads").chmod(0o777)
    result = CliRunner().invoke(cli.main, ["serve"])

    assert (result.exit_code, started) == (1, [])
    assert "mode 0777" in result.output


def test_without_gunicorn_the_simple_server_runs(monkeypatch, app, capsys):
    """And says what it is good for."""
    seen = []
    monkeypatch.setitem(sys.modules, "gunicorn.app.base", None)
    monkeypatch.setattr("werkzeug.serving.run_simple", lambda *a, **k: seen.append((a, k)))
    cli.run(app, host="h", port=1)

    assert seen == [(("h", 1, app), {"threaded": True})]
    assert "trying things out" in capsys.readouterr().out


def test_the_package_runs_as_a_module(monkeypatch, capsys):
    """``python -m reference_app`` is the command."""
    monkeypatch.setattr(sys, "argv", ["reference_app", "--help"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("reference_app", run_name="__main__")

    assert "serve" in capsys.readouterr().out
    runpy.run_module("reference_app.__main__", run_name="imported")
