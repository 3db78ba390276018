"""The commands of the app: to serve it, to keep its accounts and its ledger, to ask the doctor."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from reference_app import (
    POLICY_VARIABLE,
    SecretError,
    create_app,
    database,
    migrations,
    recovery,
    secret_from_environment,
)
from reference_app.doctor import Level, examine
from reference_app.identity import AccountError
from reference_app.ledger import Ledger
from reference_app.policy import Policy, PolicyError
from reference_app.services import EXTENSION, Services

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SETTINGS = {
    "worker_class": "gthread",
    "workers": 1,  # WEB_CONCURRENCY
    "threads": 4,
    "timeout": 30,
    "forwarded_allow_ips": "",  # FORWARDED_ALLOW_IPS; `proxy_hops` says what counts
    "control_socket_disable": True,  # it would lie in the user's home
}


class Command(click.Command):
    """A command that explains what it cannot do, without a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _explained():
            return super().invoke(ctx)


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (AccountError, OSError, PolicyError, SecretError) as error:
        raise click.ClickException(str(error)) from error


def _read(_ctx: click.Context, _option: click.Parameter, path: Path | None) -> Policy:
    with _explained():
        return Policy.from_toml(path) if path else Policy()


with_policy = click.option(
    "--policy",
    envvar=POLICY_VARIABLE,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_read,
    help="Limits and accepted types, in TOML.",
)


@click.group(cls=Group)
def main() -> None:
    """Serve the reference upload app."""


@main.command
@click.option("--demo", is_flag=True, help="Throw-away secret, folder and account, on loopback.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_policy
def serve(*, demo: bool, host: str, port: int, policy: Policy) -> None:
    """Serve the app with gunicorn."""
    if host not in LOOPBACK and (demo or not policy.trusted_hosts):
        raise PolicyError(
            f"host {host} is not loopback; serve it without --demo, and with trusted_hosts"
        )
    secret = secrets.token_hex(32) if demo else secret_from_environment()
    with _folder(policy, demo=demo) as settled:
        app = create_app(settled, secret_key=secret)
        if demo:
            _introduce(app.extensions[EXTENSION])
        run(app, host=host, port=port)


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


def _introduce(services: Services) -> None:
    """Make the account of a demo; what opens it is shown once and kept nowhere."""
    password = secrets.token_urlsafe(12)
    services.people.enrol("demo", password, "reviewer")
    click.echo(f"name: demo\npassword: {password}")
    click.echo(f"token for scripts: {services.people.new_token('demo', 'demo')}")


def run(app: Flask, *, host: str, port: int) -> None:
    """Serve *app* until it is told to stop, with its events on standard error."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    address = f"[{host}]" if ":" in host else host  # an IPv6 address has colons of its own
    Server(app, f"{address}:{port}").run()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """A gunicorn that is told here what its environment would else decide.

    All but ``SENDFILE``, which cannot be overruled and only says how a file's bytes are copied.
    """

    def __init__(self, app: Flask, bind: str) -> None:
        self._app, self._bind = app, bind
        super().__init__()

    def load_config(self) -> None:
        """Take our settings."""
        for name, value in {**SETTINGS, "bind": self._bind}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Take our app."""
        return self._app


@contextmanager
def _services(policy: Policy, name: str = "") -> Iterator[Services]:
    """Build the app as a server does; insist that the account *name* is there, if it is given."""
    app = create_app(policy, secret_key=secret_from_environment())
    with closing(app.extensions[EXTENSION]) as services:
        known = sa.select(database.accounts.c.id).where(database.accounts.c.name == name)
        with services.ledger.engine.connect() as connection:
            if name and not connection.execute(known).first():
                raise AccountError(f"no account is named {name!r}; make it with: account add")
        yield services


@main.group
def account() -> None:
    """Keep the accounts."""


@account.command
@click.argument("name")
@click.option("--role", default="uploader", type=click.Choice(["uploader", "reviewer"]))
@click.option("--ask", is_flag=True, help="Ask for the password, and do not make one.")
@with_policy
def add(*, name: str, role: str, ask: bool, policy: Policy) -> None:
    """Make an account, and print its password once."""
    made = "" if ask else secrets.token_urlsafe(12)
    password = made or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _services(policy) as services:
        services.people.enrol(name, password, role)
    click.echo(f"password: {made}" if made else "made")


@account.command
@click.argument("name")
@click.option("--label", required=True, help="What the token is for.")
@with_policy
def token(*, name: str, label: str, policy: Policy) -> None:
    """Make a token for scripts, and print it once."""
    with _services(policy, name) as services:
        click.echo(services.people.new_token(name, label))


@account.command
@click.argument("name")
@with_policy
def revoke(*, name: str, policy: Policy) -> None:
    """End every session and every token of an account."""
    with _services(policy, name) as services:
        services.people.revoke(name)


class AnyLedger(Ledger):
    """A ledger of any release: it can be backed up, and then carried on."""

    def __init__(self, url: str) -> None:
        self.engine = database.connect(url)


@main.group
def ledger() -> None:
    """Keep the ledger."""


@ledger.command
@with_policy
def upgrade(policy: Policy) -> None:
    """Carry the ledger on to this release's version."""
    with closing(AnyLedger(policy.database)) as old:
        migrations.upgrade(database.writer(old.engine))


@ledger.command
@click.argument("path", type=click.Path(path_type=Path))
@with_policy
def backup(path: Path, policy: Policy) -> None:
    """Copy the ledger into a new private file, while it is in use."""
    with closing(AnyLedger(policy.database)) as old:
        old.backup(path)


@main.command
@with_policy
def janitor(policy: Policy) -> None:
    """Clear remains, and what is due: what every start does, for a timer."""
    with _services(policy):
        click.echo("done")


@main.command
@click.pass_context
@with_policy
def doctor(ctx: click.Context, policy: Policy) -> None:
    """Say what stands in the way of running this safely."""
    found = list(examine(policy, secret_from_environment().encode()))
    for level, part, text in found:
        click.echo(f"{level:8}{part:14}{text}")
    ctx.exit(any(level is Level.REFUSED for level, _, _ in found))
