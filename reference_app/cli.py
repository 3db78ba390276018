"""The commands of the app; the first of them starts it."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reference_app import SecretError, create_app, secret_from_environment
from reference_app.policy import Policy, PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

THREADS = 4
TIMEOUT_SECONDS = 30
TRUSTED_PROXIES = "127.0.0.1,::1"


@click.group
def main() -> None:
    """Serve the reference upload app."""


@main.command
@click.option("--demo", is_flag=True, help="Throw-away secret and folder: nothing to set up.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Limits and accepted types, in TOML.",
)
def serve(*, demo: bool, host: str, port: int, policy_file: Path | None) -> None:
    """Serve the app with gunicorn, or with Werkzeug's server where gunicorn is missing."""
    try:
        policy = Policy.from_toml(policy_file) if policy_file else Policy()
        secret = secrets.token_hex(32) if demo else secret_from_environment()
        with _folder(policy, demo=demo) as settled:
            run(create_app(settled, secret_key=secret), host=host, port=port)
    except (PolicyError, SecretError) as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _folder(policy: Policy, *, demo: bool) -> Iterator[Policy]:
    """Give a demo a folder of its own, removed by the process that made it.

    Gunicorn's workers leave through here as well, as forks that exit.
    """
    if not demo:
        yield policy
        return
    folder, owner = Path(tempfile.mkdtemp(prefix="upload-gauntlet-")), os.getpid()
    try:
        yield replace(policy, upload_folder=folder / "files", ledger_url="")
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder)


def run(app: Flask, *, host: str, port: int) -> None:
    """Serve *app* until it is told to stop, with its events on standard error."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    try:
        from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
    except ImportError:
        from werkzeug.serving import run_simple

        click.echo("gunicorn is not installed; this server is for trying things out only.")
        run_simple(host, port, app, threaded=True)
    else:
        address = f"[{host}]" if ":" in host else host  # an IPv6 address has colons of its own
        _server(BaseApplication, app, bind=f"{address}:{port}").run()


def _server(base: Any, app: Flask, *, bind: str) -> Any:
    """Return a gunicorn that is told here what its environment would else decide.

    All but ``SENDFILE``, which cannot be overruled and only says how a file's bytes are copied.
    """
    settings = {
        "bind": bind,
        "worker_class": "gthread",
        "workers": 1,  # WEB_CONCURRENCY
        "threads": THREADS,
        "timeout": TIMEOUT_SECONDS,
        "forwarded_allow_ips": TRUSTED_PROXIES,  # FORWARDED_ALLOW_IPS
        "control_socket_disable": True,  # it would lie in the user's home
    }

    class Server(base):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    return Server()
