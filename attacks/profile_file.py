"""Read a profile (TOML): what cannot be guessed about a target.

    endpoint = "/upload"                  # where uploads are posted
    field = "file"                        # the file field of the form
    page = "/"                            # a page that an honest visitor opens
    accepted = ["png", "pdf"]             # extensions to try
    storage_root = "/srv/app/uploads"     # seen only when on this machine
    disposable = false                    # true: files of the target's own may be replaced
    hosts = ["files.example"]             # the names that the target answers to
    log_file = "/srv/app/app.log"         # seen only when on this machine
    pid = 4711                            # the server's first process, if it is on this machine
    [fields]                              # text fields that the form needs
    album = "holiday"
    [limits]                              # bytes and counts; leave out what you do not know
    body = 16777216
    quota_files = 1000
    quota_bytes = 100000000
    [routes]                              # {id}, {url}: of a file that was stored
    delete = "/files/{id}/delete"
    logout = "/logout"
    admin = ["GET /quarantine"]           # what only another role may do
    [retrieval]                           # location | link | template
    kind = "template"
    template = "/files/{name}"
    [actors.a]                            # the uploader; actors.b is another, with equal rights
    headers = { Authorization = "Bearer ..." }
    cookies = { session = "..." }
    login = { path = "/login", fields = { user = "a", password = "..." } }

`schemas/profile.schema.json` says the same to an editor. An unknown key is an error.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attacks import json_codec
from attacks.model import Header, Limits, Retrieval, Routes
from attacks.targets.session import Hints


class BadProfile(ValueError):  # noqa: N818 - named for what it is
    """The profile cannot be read; the message names the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A form that is opened and posted once; the cookies of the answer are kept."""

    path: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who sends: extra headers and cookies, and how to log in."""

    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    cookies: Mapping[str, str] = dataclasses.field(default_factory=dict)
    login: Login | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFile:
    """The shape of the file."""

    endpoint: str = ""
    field: str = ""
    page: str = ""
    accepted: tuple[str, ...] = ()
    storage_root: str = ""
    disposable: bool = False
    fields: Mapping[str, str] = dataclasses.field(default_factory=dict)
    limits: Limits = Limits()
    retrieval: Retrieval = Retrieval()
    routes: Routes = dataclasses.field(default_factory=Routes)
    hosts: tuple[str, ...] = ()
    log_file: str = ""
    pid: int = 0
    actors: Mapping[str, Actor] = dataclasses.field(default_factory=dict)


def read(path: Path) -> ProfileFile:
    """Return the profile at *path*.

    Raises:
        BadProfile: no such file, not TOML, an unknown key or a value of the wrong type.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        decoded: ProfileFile = json_codec.decode(ProfileFile, data, "profile")
    except (OSError, ValueError, RecursionError) as error:
        raise BadProfile(f"{path}: {error}") from error
    return decoded


def hints(profile: ProfileFile) -> Hints:
    """Return *profile* as hints for calibration; logins are carried out there."""
    return Hints(
        endpoint=profile.endpoint,
        field=profile.field,
        page=profile.page,
        fields=profile.fields,
        accepted=profile.accepted,
        limits=profile.limits,
        retrieval=profile.retrieval,
        storage_root=profile.storage_root,
        disposable=profile.disposable,
        routes=profile.routes,
        hosts=profile.hosts,
        log_file=profile.log_file,
        pid=profile.pid,
        headers={name: _headers(actor) for name, actor in profile.actors.items()},
        logins={n: (a.login.path, a.login.fields) for n, a in profile.actors.items() if a.login},
    )


def _headers(actor: Actor) -> tuple[Header, ...]:
    found = [(n.encode(), v.encode()) for n, v in actor.headers.items()]
    if actor.cookies:
        cookies = "; ".join(f"{name}={value}" for name, value in actor.cookies.items())
        found.append((b"Cookie", cookies.encode()))
    return tuple(found)
