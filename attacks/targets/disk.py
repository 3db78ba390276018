"""Turn snapshots and written paths into the `DiskView` of one step."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from attacks.model import DiskView
from attacks.targets.tree import Snapshot, changes, is_inside, snapshot

SIDE_FILES = ("-journal", "-wal", "-shm")  # what SQLite writes beside a database


@dataclass(slots=True, kw_only=True)
class DiskWatch:
    """Compares the watched folders with what they were at the last look."""

    root: str
    folders: tuple[str, ...]
    """Looked at in full; holds the storage root, and more where the sandbox is ours."""
    surroundings: tuple[str, ...] = ()
    """Looked at one level deep."""
    state_paths: tuple[str, ...] = ()
    in_process: bool = True
    """Whether the target is this process, so that its descriptors can be counted."""
    _before: Snapshot = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._before = self._snapshot()

    def look(self, written: Iterable[str] = ()) -> DiskView:
        """Return what changed since the last look; *written* are paths known to be written."""
        after = self._snapshot()
        found = changes(self._before, after, self.root)
        self._before = after
        return DiskView(
            root=self.root,
            changes=tuple(c for c in found if not self._is_state(c.path)),
            escaped=tuple(sorted({p for p in written if self._escaped(p)})),
            left_open=_open_below(self.root) if self.in_process else 0,
        )

    def _snapshot(self) -> Snapshot:
        return {**snapshot(*self.surroundings, depth=1), **snapshot(*self.folders)}

    def _is_state(self, path: str) -> bool:
        return any(path in {s, *(s + side for side in SIDE_FILES)} for s in self.state_paths)

    def _escaped(self, path: str) -> bool:
        # What is gone again was a temporary file; folders are made and left by everyone.
        kept = os.path.islink(path) or os.path.isfile(path)  # noqa: PTH113, PTH114 - these never raise
        if not kept or self._is_state(path):
            return False
        return not is_inside(_real(path), os.path.realpath(self.root))


def _real(path: str) -> str:
    """Return *path* with the links of its folder followed, but not itself one."""
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder), name)  # noqa: PTH118 - beside realpath


def _open_below(root: str) -> int:
    """Return how many descriptors of this process are open on files below *root*."""
    try:
        with os.scandir("/proc/self/fd") as entries:
            links = [os.readlink(entry.path) for entry in entries]  # noqa: PTH115 - for every case
    except OSError:  # no /proc, or a descriptor that closed while we looked
        return 0
    return sum(is_inside(link, root) for link in links)
