"""What Werkzeug makes of hostile path names where it believes that it runs on Windows.

No request to a server on Linux can reach these defects, so the library itself is asked. Only the
two modules that decide are told of another platform, each by an `os` of its own; nothing else in
the process sees it. `isabs` is that of Python 3.10, which did not know network shares: newer ones
hide CVE-2024-49766.
"""

from __future__ import annotations

import ntpath
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest import mock

import werkzeug.security
from werkzeug.middleware import shared_data

FOLDER = "C:/site/static"
Check = Callable[[str], bool]


def isabs(path: str) -> bool:
    """Tell whether *path* is absolute, as `ntpath.isabs` of Python 3.10 does."""
    return ntpath.splitdrive(path)[1][:1] in {"/", "\\"}


@contextmanager
def windows(**path: Callable[[str], bool]) -> Iterator[None]:
    """Let Werkzeug believe that it runs on Windows, with *path* in the place of the disk."""
    paths = SimpleNamespace(**{**vars(ntpath), "isabs": isabs, **path})
    pretended = SimpleNamespace(**{**vars(os), "name": "nt", "sep": "\\", "path": paths})
    with (
        mock.patch.object(werkzeug.security, "os", pretended),
        mock.patch.object(werkzeug.security, "_os_alt_seps", ["\\"]),
        mock.patch.object(shared_data, "os", pretended),
    ):
        yield


def joined(name: str) -> bool:
    """Return whether `safe_join` hands *name* on."""
    with windows():
        return werkzeug.security.safe_join(FOLDER, name) is not None


def outside(name: str) -> bool:
    """Return whether `SharedDataMiddleware` looks for *name* outside its folder."""
    asked: list[str | None] = []
    with windows(isfile=lambda path: bool(asked.append(path))):
        loader = shared_data.SharedDataMiddleware(lambda *_: [], {}).get_directory_loader(FOLDER)
        loader(name)
    below = ntpath.normpath(FOLDER) + "\\"
    # 0.15.5 and 1.0 ask for None where the name was refused.
    return any(not ntpath.normpath(path).startswith(below) for path in asked if path)


NAMES: dict[str, tuple[Check, tuple[str, ...]]] = {
    "CVE-2019-14322": (outside, ("C:/secret.txt", "D:/secret.txt", "d:secret.txt")),
    "CVE-2024-49766": (joined, ("//server/share",)),
    "CVE-2025-66221": (joined, ("CON", "NUL", "COM1")),
    "CVE-2026-21860": (
        joined,
        ("CON.txt.html", "CON  ", "CON . txt", "COM\N{SUPERSCRIPT ONE}", "CONIN$"),
    ),
    "CVE-2026-27199": (joined, ("b/CON", "b/NUL.txt")),
    "GHSA-g6x2-hccm-hh4m": (joined, ("CON:", "CON::", "CON::$DATA", "NUL:x")),
}
"""The names that each advisory is about, and what must not be done with them."""


def let_through(advisory: str) -> tuple[str, ...]:
    """Return the names of *advisory* that the installed Werkzeug still falls for."""
    falls_for, names = NAMES[advisory]
    return tuple(name for name in names if falls_for(name))
