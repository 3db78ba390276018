"""Look at a folder twice and tell what happened to it in between."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from attacks.model import Change, ChangeKind
from attacks.targets.session import TargetError

ENTRIES_MAX = 50_000  # a tree beyond this is not a sandbox: refuse rather than crawl


class TreeTooLarge(TargetError):  # noqa: N818 - named for what it is
    """The folder holds more entries than a snapshot may."""


class Entry(NamedTuple):
    """What a snapshot keeps of one path; equal entries mean an untouched path."""

    inode: int
    size: int
    mtime_ns: int
    mode: int


Snapshot = Mapping[str, Entry]


def snapshot(*folders: str, depth: int = 64) -> Snapshot:
    """Return every path below *folders*, at most *depth* levels down.

    Raises:
        TreeTooLarge: there are more than `ENTRIES_MAX` entries.
    """
    found: dict[str, Entry] = {}
    waiting = [(folder, depth) for folder in folders]
    while waiting:
        folder, levels = waiting.pop()
        for path, entry in _entries(folder):
            found[path] = entry
            if levels > 1 and stat.S_ISDIR(entry.mode):
                waiting.append((path, levels - 1))
        if len(found) > ENTRIES_MAX:
            raise TreeTooLarge(f"{folder} holds over {ENTRIES_MAX} entries; name a smaller one")
    return found


def _entries(folder: str) -> Iterator[tuple[str, Entry]]:
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError:  # vanished, or not ours to read: nothing to compare
        return
    for entry in entries:
        try:
            info = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if stat.S_ISDIR(info.st_mode):  # whose size and time tell of what is in it
            yield entry.path, Entry(info.st_ino, 0, 0, info.st_mode)
        else:
            yield entry.path, Entry(info.st_ino, info.st_size, info.st_mtime_ns, info.st_mode)


def changes(before: Snapshot, after: Snapshot, root: str) -> tuple[Change, ...]:
    """Return what happened between two snapshots; *root* decides what is inside."""
    found = []
    differing = {path for path, _ in before.items() ^ after.items()}
    for path in sorted(differing):
        kind = _kind(path in before, path in after)
        found.append(_change(kind, path, after.get(path), root))
    return tuple(found)


def _kind(was: bool, now: bool) -> ChangeKind:  # noqa: FBT001 - two facts, both named
    if was and now:
        return ChangeKind.MODIFIED
    return ChangeKind.CREATED if now else ChangeKind.REMOVED


def _change(kind: ChangeKind, path: str, entry: Entry | None, root: str) -> Change:
    return Change(
        kind=kind,
        path=path,
        inside=is_inside(path, root),
        size=entry.size if entry else 0,
        mode=stat.S_IMODE(entry.mode) if entry else 0,
        sha256=digest(path) if entry and stat.S_ISREG(entry.mode) else "",
    )


def is_inside(path: str, root: str) -> bool:
    """Return whether *path* lies strictly below *root*; both absolute, links not followed."""
    return bool(root) and path.startswith(root.rstrip(os.sep) + os.sep) and path != root


def digest(path: str) -> str:
    """Return the SHA-256 of the file at *path*; empty if it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
