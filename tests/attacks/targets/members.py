"""A small upload app with accounts, sound but for the flaws that it is told to have.

It is what the attacks on access and on sessions are proved with: each flaw is one missing check.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request

from attacks.model import OTHER, OWNER, Limits, Routes
from attacks.targets.session import Hints
from attacks.targets.wsgi import WsgiTarget

COOKIE = "__Host-session"
PEOPLE = {"ada": "correct horse", "bob": "battery staple", "eve": "reviewer here"}
LIMITS = Limits(
    body=100_000,
    uploads_per_minute=90,
    logins_per_minute=6,
    quota_files=60,
    quota_bytes=200_000,
)
HINTS = Hints(
    accepted=("txt",),
    limits=LIMITS,
    hosts=("localhost",),
    logins={
        actor: ("/login", {"name": name, "password": PEOPLE[name]})
        for actor, name in ((OWNER, "ada"), (OTHER, "bob"), ("reviewer", "eve"))
    },
    routes=Routes(
        delete="/files/{id}/delete",
        metadata="/files/{id}/facts",
        put="/raw/{name}",
        logout="/logout",
        admin=("GET /quarantine",),
    ),
)
LOGIN = """<form method=post enctype="multipart/form-data"><input name=name>
    <input type=password name=password></form>"""
PAGE = """<form method=post enctype="multipart/form-data"><input type=hidden name=csrf_token
    value="{token}"><input type=file name=file></form><ul>{items}</ul>"""


class Members:
    """The app and all that it knows."""

    def __init__(self, folder: Path, flaws: frozenset[str], limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self.flaws = flaws
        self.sessions: dict[str, tuple[str, str]] = {}
        self.files: dict[str, dict[str, str]] = {}
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.log = logging.getLogger("members")
        folder.mkdir(parents=True)

    def has(self, flaw: str) -> bool:
        """Return whether the app has *flaw*."""
        return flaw in self.flaws

    # -- gates ------------------------------------------------------------------------

    def gate(self) -> None:
        """Judge a request by its headers."""
        host = request.host.partition(":")[0]
        if host not in {"localhost", "127.0.0.1"} and not self.has("any-host"):
            abort(400)
        site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
        foreign = site == "cross-site" or (not site and origin not in {"", "http://localhost"})
        embeds = request.method == "GET" and self.has("any-embed")
        if foreign and not self.has("any-site") and not embeds:
            abort(403)

    def somebody(self) -> str:
        """Return who asks, or end the request."""
        name, _ = self.sessions.get(request.cookies.get(COOKIE, ""), ("", ""))
        if not name and not self.has("anybody"):
            abort(401)
        return name or "ada"

    def proven(self) -> None:
        """Compare the form's token with the session's."""
        _, token = self.sessions.get(request.cookies.get(COOKIE, ""), ("", ""))
        where = request.values if self.has("token-in-query") else request.form
        given = where.get("csrf_token", "")
        known = {each for _, each in self.sessions.values()}
        if self.has("no-token") or (self.has("any-token") and given in known):
            return
        if given != token and not (self.has("anybody") and given in known):
            abort(403)

    def counted(self, what: str, who: str, limit: int) -> None:
        """Count one more, and refuse what is too much."""
        source = request.headers.get("X-Forwarded-For", "") if self.has("believes-address") else ""
        if self.has("no-limits") or (source and self.has("believes-address")):
            return
        with self.lock:
            self.counts[f"{what}:{who}"] += 1
        if self.counts[f"{what}:{who}"] > limit:
            abort(Response("Too many.", 429, {"Retry-After": "60"}))

    # -- pages ------------------------------------------------------------------------

    def page(self) -> str:
        """Show the form and one's own files."""
        who = self.somebody()
        _, token = self.sessions.get(request.cookies.get(COOKIE, ""), ("", ""))
        mine = [i for i, f in self.files.items() if f["owner"] == who or self.has("all-listed")]
        items = "".join(f'<li><a href="/files/{i}">{self.files[i]["name"]}</a>' for i in mine)
        if self.has("token-in-link"):
            items += f'<a href="/?t={token}">again</a>'
        if self.has("host-in-page"):
            items += request.headers.get("X-Forwarded-Host", "")
        return PAGE.format(token=token, items=items)

    def upload(self) -> Response:
        """Take a file from the form."""
        who = self.somebody()
        self.counted("upload", who, self.limits.uploads_per_minute or 0)
        self.proven()
        strange = set(request.values) - {"csrf_token"}
        if strange and not self.has("any-field"):
            abort(400)
        file = request.files.get("file") or abort(400)
        allowed = file.filename.endswith(".txt") or "accept" in request.form
        if not allowed or list(request.files) != ["file"]:
            abort(415)
        return redirect(f"/files/{self.kept(who, file.filename, file.read())}", 303)

    def raw(self, name: str) -> tuple[str, int, dict[str, str]]:
        """Take a file from a program."""
        key = self.kept(self.somebody(), name, request.get_data())
        return "", 201, {"Location": f"/files/{key}"}

    def kept(self, who: str, name: str, content: bytes) -> str:
        """Store a file for *who*."""
        with contextlib.nullcontext() if self.has("quota-race") else self.lock:
            mine = sum(f["owner"] == who for f in self.files.values())
            self.counts[f"bytes:{who}"] += len(content)
            full = self.counts[f"bytes:{who}"] > (self.limits.quota_bytes or 0)
            if full and not self.has("no-bytes"):
                abort(413)
            time.sleep(0.005 if self.has("quota-race") else 0)
            if mine >= (self.limits.quota_files or 0) and not self.has("no-quota"):
                abort(413)
            key = f"{len(self.files):032x}" if self.has("counting-id") else secrets.token_hex(16)
            key = name if self.has("named") else key
            owner = request.values.get("owner", who) if self.has("any-field") else who
            self.files[key] = {"owner": owner, "name": name}
        (self.folder / key).write_bytes(content)
        self.log.info("stored %s for %s", key, who)
        return key

    def own(self, key: str) -> str:
        """Return *key* if it is that of a file of who asks."""
        who = self.somebody()
        found = self.files.get(key)
        if found and found["owner"] != who and not self.has("any-owner"):
            abort(403 if self.has("existence-told") else 404)
        return key if found else abort(404)

    def fetch(self, key: str) -> Response:
        """Hand a file out."""
        content = (self.folder / self.own(key)).read_bytes()
        return Response(content, content_type="text/plain; charset=utf-8")

    def facts(self, key: str) -> dict[str, str]:
        """Tell about a file."""
        return {"name": self.files[self.own(key)]["name"]}

    def delete(self, key: str) -> Response:
        """Remove a file."""
        self.own(key)
        if request.method == "POST":
            self.proven()
        del self.files[key]
        (self.folder / key).unlink()
        return redirect("/", 303)

    def quarantine(self) -> str:
        """Show what only reviewers see."""
        if self.somebody() != "eve" and not self.has("any-role"):
            abort(403)
        return "quarantine"

    # -- sessions ---------------------------------------------------------------------

    def login(self) -> Response | str:
        """Begin a session."""
        if request.method == "GET":
            return LOGIN
        name = request.form.get("name", "")
        self.counted("login", name, self.limits.logins_per_minute or 0)
        if PEOPLE.get(name) != request.form.get("password"):
            abort(401, "No such name." if self.has("name-told") and name not in PEOPLE else "No.")
        old = request.cookies.get(COOKIE, "")
        new = old if old and self.has("fixation") else secrets.token_urlsafe(32)
        if not self.has("old-session"):
            self.sessions.pop(old, None)
        self.sessions[new] = (name, secrets.token_urlsafe(32))
        target = request.values.get("next", "/")
        away = urlsplit(target).netloc or not target.startswith("/") or "\\" in target
        answer = redirect("/" if away and not self.has("any-redirect") else target, 303)
        answer.set_cookie(COOKIE, new, secure=not self.has("cookie"), httponly=True, samesite="Lax")
        return answer

    def logout(self) -> Response:
        """End a session."""
        self.somebody()
        self.proven()
        if not self.has("no-logout"):
            self.sessions.pop(request.cookies[COOKIE], None)
        return redirect("/login", 303)


def create_app(folder: Path, flaws: frozenset[str] = frozenset(), limits: Limits = LIMITS) -> Flask:
    """Build the app around *folder*."""
    members, app = Members(folder, flaws, limits), Flask(__name__)
    removing = ["POST", "GET"] if members.has("delete-by-get") else ["POST"]
    app.before_request(members.gate)
    for rule, view, methods in (
        ("/", members.page, ["GET"]),
        ("/", members.upload, ["POST"]),
        ("/raw/<name>", members.raw, ["PUT"]),
        ("/files/<key>", members.fetch, ["GET"]),
        ("/files/<key>/facts", members.facts, ["GET"]),
        ("/files/<key>/delete", members.delete, removing),
        ("/quarantine", members.quarantine, ["GET"]),
        ("/login", members.login, ["GET", "POST"]),
        ("/logout", members.logout, ["POST"]),
    ):
        app.add_url_rule(rule, f"{view.__name__}{methods}", view, methods=methods)
    return app


@cache
def members(*flaws: str) -> WsgiTarget:
    """Return the app with *flaws* as a target."""
    name = "-".join(("members", *flaws))
    build = lambda folder: create_app(folder, frozenset(flaws))  # noqa: E731 - a name adds nothing
    return WsgiTarget(name, build=build, hints=HINTS, logs="members")
