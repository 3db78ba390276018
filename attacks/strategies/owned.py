"""Names that a target's own files may have: sent only to one that is thrown away afterwards.

A target that keeps the client's name would replace its settings, its code or its start page
by an honest file of ours. On a live target that is damage, however well it proves the point.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from attacks.model import Profile

FILES = frozenset[str]().union(
    # read by a web server from every folder; without the dot, which cleaners drop
    ("htaccess", "htpasswd", "htgroup", "user.ini", "web.config", "php.ini", "global.asax"),
    # settings and secrets of applications, and what version control keeps
    ("env", "flaskenv", "git", "gitignore", "gitconfig", "npmrc", "netrc", "pypirc"),
    # read by a shell when it starts
    ("bashrc", "bash_profile", "profile", "zshrc", "ssh", "authorized_keys"),
    # policies of an origin
    ("crossdomain.xml", "clientaccesspolicy.xml"),
    # policies of an origin, and the proof of whose it is
    (".well-known", "well-known", "security.txt"),
    # makes its folder a package, or is run when the interpreter starts
    ("__init__.py", "__main__.py", "sitecustomize.py", "usercustomize.py"),
    # what servers, tools and package managers read where they are started
    ("uwsgi.ini", "gunicorn.conf.py", "package.json", "pyproject.toml", "desktop.ini"),
)

STEMS = frozenset[str]().union(
    # what a server shows for a folder, and what it serves from its root
    ("index", "default", "home", "favicon", "robots", "sitemap", "logo"),
    # where frameworks put an application, its settings and its start
    ("app", "main", "wsgi", "asgi", "manage", "settings", "config", "setup", "conftest"),
    ("requirements", "readme", "license"),
)
"""Owned whatever extension follows."""


def may_be_sent(profile: Profile, name: bytes) -> bool:
    """Tell whether no file of the target's own can be called *name*, or none is worth keeping."""
    return profile.disposable or not any(map(_is_owned, _pieces(name)))


def _pieces(name: bytes) -> list[str]:
    """Return what a reader of *name* may take for a file's name, cleaned."""
    text = unquote(unquote(name.decode("utf-8", "replace")))
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [piece.strip(". ") for piece in re.split(r"[/\\\0;:]", folded)]


def _is_owned(piece: str) -> bool:
    stem = piece.partition(".")[0]
    alias = re.fullmatch(r"(?!gauntl).+~\d", stem)  # Windows knows each file by such a name too
    return piece in FILES or stem in STEMS or alias is not None
