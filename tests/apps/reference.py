"""The reference app as a target: nothing is found on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.security import generate_password_hash

from attacks.model import Limits, Routes
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget
from reference_app import create_app as build
from reference_app.database import accounts, files
from reference_app.policy import Policy
from reference_app.services import EXTENSION
from reference_app.type_sets import EVERY

# The passwords are worth nothing beyond a folder that is thrown away.
PEOPLE = {
    "a": ("ada", "ada's own password", "uploader"),
    "b": ("bob", "bob's own password", "uploader"),
    "reviewer": ("eve", "eve's own password", "reviewer"),
}

# A run sends thousands of uploads in a minute, each a legal one for the limits over time; those
# limits have attacks of their own, on a target that states them.
OVER_TIME = {"uploads_per_minute": 10**6, "downloads_per_minute": 10**6, "logins_per_minute": 10**6}
# What the attacks on field floods need: fields that a form may carry.
FIELDS = ("n", "note")

ROUTES = Routes(
    listing="/",
    page="?page={number}",
    delete="/files/{id}/delete",
    metadata="/api/files/{id}",
    put="/api/files/{name}",
    logout="/logout",
    export="/files.csv",
    admin=("GET /quarantine", "POST /quarantine/{id}/release", "POST /quarantine/{id}/discard"),
)


def policy_for(folder: Path, **settings: Any) -> Policy:
    """Return the default policy, but for every type, and with files in *folder*."""
    usual = {"accepted": EVERY, "text_fields": FIELDS, **OVER_TIME}
    return replace(Policy(), upload_folder=folder, **{**usual, **settings})


def create_app(folder: Path, **settings: Any) -> Flask:
    """Build the app around *folder* with a throw-away secret and two accounts."""
    return with_people(build(policy_for(folder, **settings), secret_key=secrets.token_hex(32)))


def with_people(app: Flask) -> Flask:
    """Enrol those who attack it, with hashes that cost nothing: each attack logs in anew."""
    rows = [{**row, "id": secrets.token_hex(16)} for row in _rows()]
    with app.extensions[EXTENSION].ledger.engine.begin() as connection:
        connection.execute(sa.insert(accounts), rows)
    return app


@cache
def _rows() -> list[dict[str, Any]]:
    known = {"created": 0.0, "disabled": False, "used_bytes": 0, "used_files": 0}
    return [
        {
            "name": name,
            "role": role,
            "password": generate_password_hash(password, "scrypt:1024:8:1"),
            **known,
        }
        for name, password, role in PEOPLE.values()
    ]


def limits_of(policy: Policy) -> Limits:
    """Return what the attacks may know of the limits."""
    return Limits(
        body=policy.max_body_bytes,
        file=policy.max_file_bytes,
        parts=policy.max_parts,
        field=policy.max_field_bytes,
        pixels=policy.max_pixels,
        frames=policy.max_frames,
        entries=policy.max_entries,
        unpacked=policy.max_unpacked_bytes,
    )


def close(app: Flask) -> None:
    """Give back what the app holds open."""
    app.extensions[EXTENSION].close()


def age(app: Flask) -> None:
    """Let the time of every file that is there be over; the janitor has not come yet."""
    with app.extensions[EXTENSION].ledger.engine.begin() as connection:
        connection.execute(sa.update(files).values(expires=1.0))


def logins() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Return how each actor logs in."""
    return {
        actor: ("/login", {"name": name, "password": password})
        for actor, (name, password, _) in PEOPLE.items()
    }


def target_of(
    name: str,
    build: Callable[[Path], Flask],
    limits: Limits | None = None,
    routes: Routes = ROUTES,
) -> WsgiTarget:
    """Return a target around *build*, with all that is known of the app."""
    hints = Hints(
        limits=limits or limits_of(Policy()),
        logins=logins(),
        routes=routes,
        hosts=("localhost",),
    )
    how = {"close": close, "logs": "reference_app.events", "age": age}
    return WsgiTarget(name, build=build, hints=hints, **how)


target = target_of("reference", create_app)
