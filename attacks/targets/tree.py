"""Look at a folder twice and tell what happened to it in between."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from attacks.model import Change, ChangeKind
from attacks.targets.session import TargetError

ENTRIES_MAX = 50_000  # a tree beyond this is not a sandbox: refuse rather than crawl


class TreeTooLarge(TargetError):  # noqa: N818 - named for what it is
    """The folder holds more entries than a snapshot may."""


@dataclass(frozen=True, slots=True)
class Entry:
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
    for folder in folders:
        for path, info in _walk(folder, depth):
            size = 0 if stat.S_ISDIR(info.st_mode) else info.st_size
            changed = 0 if stat.S_ISDIR(info.st_mode) else info.st_mtime_ns
            found[path] = Entry(info.st_ino, size, changed, info.st_mode)
            if len(found) > ENTRIES_MAX:
                raise TreeTooLarge(f"{folder} holds over {ENTRIES_MAX} entries; name a smaller one")
    return found


def _walk(folder: str, depth: int) -> Iterator[tuple[str, os.stat_result]]:
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
        yield entry.path, info
        if depth > 1 and stat.S_ISDIR(info.st_mode):
            yield from _walk(entry.path, depth - 1)


def changes(before: Snapshot, after: Snapshot, root: str) -> tuple[Change, ...]:
    """Return what happened between two snapshots; *root* decides what is inside."""
    found = []
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) == after.get(path):
            continue
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
