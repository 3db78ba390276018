"""The commands of the app: to serve it, to keep its accounts and its ledger, to ask the doctor."""

import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from reference_app import POLICY_VARIABLE, create_app, database, migrations, secret_from_environment
from reference_app.controls.start import SecretError
from reference_app.doctor import REFUSED, examine
from reference_app.identity import AccountError
from reference_app.policy import Policy, PolicyError
from reference_app.services import EXTENSION, Services

ALONE = {"forwarded_allow_ips": "", "control_socket_disable": True}
"""No client's header is believed, as that is for ``proxy_hops`` to say; no socket lies at home."""
SETTINGS = {"worker_class": "gthread", "workers": 1, "threads": 4, "timeout": 30, **ALONE}


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """A gunicorn that is told here what its environment would else decide.

    All but ``SENDFILE``, which cannot be overruled and only says how a file's bytes are copied.
    """

    def load_config(self) -> None:
        """Take our settings."""
        for name, value in SETTINGS.items():
            self.cfg.set(name, value)


def with_policy(function: Callable[..., None]) -> Callable[..., None]:
    """Let a command have the policy, and explain what it cannot do, without a trace."""

    @click.option("--policy", envvar=POLICY_VARIABLE, type=Path, help="The settings, in TOML.")
    @wraps(function)
    def explained(policy: Path | None, **given: Any) -> None:
        try:
            function(policy=Policy.from_toml(policy) if policy else Policy(), **given)
        except (AccountError, OSError, PolicyError, SecretError) as error:
            raise click.ClickException(str(error)) from error
        except sa.exc.SQLAlchemyError as error:
            raise click.ClickException(f"ledger_url cannot be used: {error}") from error

    return explained


@click.command
@click.option("--demo", is_flag=True, help="Throw-away secret, folder and account, on loopback.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_policy
def serve(*, demo: bool, host: str, port: int, policy: Policy) -> None:
    """Serve the app with gunicorn."""
    if host not in {"127.0.0.1", "::1", "localhost"} and (demo or not policy.trusted_hosts):
        raise PolicyError(f"host {host} is not loopback: give trusted_hosts, and no --demo")
    address = f"[{host}]" if ":" in host else host  # an IPv6 address has colons of its own
    logging.basicConfig(format="%(message)s", level=logging.INFO)  # the events
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _demo(policy) if demo else _app(policy) as (app, _):
        server = Server()
        server.callable = app
        server.cfg.set("bind", f"{address}:{port}")
        server.run()


@contextmanager
def _app(policy: Policy, secret: str | None = None) -> Iterator[tuple[Flask, Services]]:
    app = create_app(policy, secret_key=secret or secret_from_environment())
    with closing(app.extensions[EXTENSION]) as services:
        yield app, services


@contextmanager
def _demo(policy: Policy) -> Iterator[tuple[Flask, Services]]:
    """Give a demo a folder of its own, removed by the process that made it.

    Gunicorn's workers leave through here as well, as forks that exit.
    """
    folder, owner = Path(tempfile.mkdtemp(prefix="upload-gauntlet-")), os.getpid()
    policy = replace(policy, upload_folder=folder / "files", ledger_url="")
    try:
        with _app(policy, secrets.token_hex(32)) as (app, services):
            services.people.enrol("demo", password := secrets.token_urlsafe(12), "reviewer")
            token = services.people.new_token("demo", "scripts")
            click.echo(f"name: demo\npassword: {password}\ntoken for scripts: {token}")
            yield app, services
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder)


@click.group
def account() -> None:
    """Keep the accounts."""


@account.command
@click.argument("name")
@click.option("--role", default="uploader", type=click.Choice(["uploader", "reviewer"]))
@with_policy
def add(name: str, role: str, policy: Policy) -> None:
    """Make an account, and print its password once."""
    with _app(policy) as (_, services):
        services.people.enrol(name, password := secrets.token_urlsafe(12), role)
    click.echo(f"password: {password}")


@account.command
@click.argument("name")
@click.option("--label", required=True, help="What the token is for.")
@with_policy
def token(name: str, label: str, policy: Policy) -> None:
    """Make a token for scripts, and print it once."""
    with _app(policy) as (_, services):
        click.echo(services.people.new_token(name, label))


@account.command
@click.argument("name")
@with_policy
def revoke(name: str, policy: Policy) -> None:
    """End every session and every token of an account."""
    with _app(policy) as (_, services):
        services.people.revoke(name)


@click.group
def ledger() -> None:
    """Keep the ledger."""


@ledger.command
@with_policy
def upgrade(policy: Policy) -> None:
    """Carry the ledger on to this release's version."""
    migrations.upgrade(database.connect(policy.database))


@ledger.command
@click.argument("path", type=Path)
@with_policy
def backup(path: Path, policy: Policy) -> None:
    """Copy the ledger into a new private file, while it is in use."""
    database.backup(database.connect(policy.database), path)


@click.command
@with_policy
def janitor(policy: Policy) -> None:
    """Clear remains and what is due, as every start does."""
    with _app(policy):
        pass


@click.command
@with_policy
def doctor(policy: Policy) -> None:
    """Say what stands in the way of running this safely."""
    with _app(policy) as (_, services):
        found = list(examine(services))
    for level, part, text in found:
        click.echo(f"{level:8}{part:10}{text}".rstrip())
    click.get_current_context().exit(any(level == REFUSED for level, *_ in found))
