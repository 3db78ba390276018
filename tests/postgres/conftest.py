"""A PostgreSQL 15 of our own: Debian's programs, a folder that goes again, a socket in it.

Only a run that names this folder comes here, as ``tox -e postgres`` does.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.debian import asked_for, ensure

PROGRAMS = "/usr/lib/postgresql/15/bin"
OWNER = "postgres"  # the server refuses to run as root
# A crash of the machine may cost the data: it is thrown away anyhow.
SETTINGS = "-c listen_addresses= -c fsync=off -c max_connections=50 -c unix_socket_directories="


def pytest_ignore_collect(config):
    """Leave this folder out of every other run."""
    return None if asked_for(Path(__file__).parent, config) else True


def run(program, *arguments, folder):
    """Run one of PostgreSQL's programs, as somebody else if we are root."""
    identity = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
    log = folder / "log"
    with log.open("ab") as output:
        done = subprocess.run(
            [f"{PROGRAMS}/{program}", *arguments],
            cwd=folder,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            stdout=output,
            stderr=output,
            check=False,
            timeout=60,
            **identity,
        )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {log.read_text()[-2000:]}")


@contextmanager
def server():
    """Run a server, and yield the folder of its socket, whose path is short enough for one."""
    ensure("postgresql-15", provides=f"{PROGRAMS}/initdb")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    data = str(folder / "data")
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER, OWNER)
        run("initdb", "-D", data, "-A", "trust", "-U", OWNER, "-E", "UTF8", "-N", folder=folder)
        run("pg_ctl", "-D", data, "-o", f"{SETTINGS}{folder}", "-w", "start", folder=folder)
        try:
            yield folder
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", folder=folder)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres():
    """Run one server for all, and yield how it is reached."""
    with server() as folder:
        engine = sa.create_engine(
            f"postgresql+psycopg://{OWNER}@/postgres?host={folder}",
            isolation_level="AUTOCOMMIT",
            poolclass=sa.pool.NullPool,
        )
        with engine.connect() as connection:
            assert connection.dialect.server_version_info[0] == 15
            yield connection


@pytest.fixture
def database_url(postgres, request):
    """Make an empty database, and name it."""
    name = f"test_{abs(hash(request.node.nodeid))}"
    postgres.execute(sa.text(f"CREATE DATABASE {name}"))
    yield postgres.engine.url.set(database=name).render_as_string(hide_password=False)
    postgres.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
