"""The commands of the app: to serve it, to keep its accounts and its ledger, to ask the doctor."""

import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, cast

import click
import sqlalchemy as sa
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from reference_app import POLICY_VARIABLE, SECRET_VARIABLE, create_app, database, migrations
from reference_app.controls.start import SecretError
from reference_app.doctor import REFUSED, examine
from reference_app.identity import ROLES, AccountError
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
    server = Server()
    server.callable = _demo(policy) if demo else _app(policy)
    server.cfg.set("bind", f"{address}:{port}")
    server.run()


def _app(policy: Policy, secret: str | None = None) -> Flask:
    """Build the app; what it holds open is given back when the command ends."""
    app = create_app(policy, secret_key=secret or os.environ.get(SECRET_VARIABLE, ""))
    click.get_current_context().with_resource(closing(app.extensions[EXTENSION]))
    return app


def _services(policy: Policy) -> Services:
    return cast("Services", _app(policy).extensions[EXTENSION])


def _demo(policy: Policy) -> Flask:
    """Give a demo a folder of its own, removed by the process that made it.

    Gunicorn's workers end the command as well, as forks that exit.
    """
    folder, own = Path(tempfile.mkdtemp(prefix="upload-gauntlet-")), os.getpid()
    gone = click.get_current_context().call_on_close
    gone(lambda: shutil.rmtree(folder) if os.getpid() == own else None)
    policy = replace(policy, upload_folder=folder / "files", ledger_url="")
    app = _app(policy, secrets.token_hex(32))
    people = app.extensions[EXTENSION].people
    people.enrol("demo", password := secrets.token_urlsafe(12), "reviewer")
    token = people.new_token("demo")
    click.echo(f"name: demo\npassword: {password}\ntoken for scripts: {token}")
    return app


account = click.Group("account", help="Keep the accounts.")


@account.command
@click.argument("name")
@click.option("--role", default="uploader", type=click.Choice(ROLES))
@with_policy
def add(name: str, role: str, policy: Policy) -> None:
    """Make an account, and print its password once."""
    _services(policy).people.enrol(name, password := secrets.token_urlsafe(12), role)
    click.echo(f"password: {password}")


@account.command
@click.argument("name")
@with_policy
def token(name: str, policy: Policy) -> None:
    """Make a token for scripts, and print it once."""
    click.echo(_services(policy).people.new_token(name))


@account.command
@click.argument("name")
@with_policy
def revoke(name: str, policy: Policy) -> None:
    """End every session and every token of an account."""
    _services(policy).people.revoke(name)


ledger = click.Group("ledger", help="Keep the ledger.")


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
    _app(policy)


@click.command
@with_policy
def doctor(policy: Policy) -> None:
    """Say what stands in the way of running this safely."""
    found = list(examine(_services(policy)))
    for level, part, text in found:
        click.echo(f"{level:8}{part:10}{text}".rstrip())
    click.get_current_context().exit(any(level == REFUSED for level, *_ in found))
