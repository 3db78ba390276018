"""The embedded store: one folder of the local file system, flat, private, write-once.

The folder is opened once and every access is relative to that descriptor, so that nobody who
renames a parent folder can move the store. The steps are the controls of the stage ``STORE``.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from reference_app.controls.temp_hygiene import PREFIX
from reference_app.errors import Clash, NotServed
from reference_app.storage.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any, BinaryIO

    from reference_app.storage import Store

FOLDER_MODE = 0o700
ABSENT = frozenset({errno.ENOENT, errno.ELOOP, errno.ENXIO})
OURS = re.compile(rf"[0-9a-f]{{32}}|{re.escape(PREFIX)}[0-9a-f]{{32}}")


class LocalStore:
    """A folder that only this app may read."""

    def __init__(self, root: Path, steps: Mapping[str, Callable[..., Any]]) -> None:
        root.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        root.chmod(FOLDER_MODE)
        self.root = root
        self.root_fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._steps = steps

    def create(self, key: str) -> Sink:  # noqa: ARG002 - not every store can name late
        """Open an unnamed file in the store's own folder: publishing it moves no bytes."""
        fd, temporary = self._steps["temp-hygiene"](self.root_fd)
        sink = Sink(fd, root_fd=self.root_fd, temporary=temporary)
        self._steps["least-privilege-mode"](fd)
        return sink

    def publish(self, sink: Sink, key: str) -> None:
        """Link the file to its key, exclusively and for good."""
        key = self._contain(key)
        try:
            self._steps["atomic-publish"](
                sink, key, self.root_fd, create=self._steps["exclusive-create"]
            )
        except FileExistsError as error:
            raise Clash("The storage key is taken.", code="exclusive-create") from error

    def open(self, key: str) -> BinaryIO:
        """Open a regular file, following no link and waiting for no pipe."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            fd = os.open(self._contain(key), flags, dir_fd=self.root_fd)
        except Clash as error:
            raise NotServed("There is no such file.", code="not-found") from error
        except OSError as error:
            if error.errno not in ABSENT:
                raise
            raise NotServed("There is no such file.", code="not-found") from error
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise NotServed("There is no such file.", code="not-found")
        return os.fdopen(fd, "rb")

    def remove(self, key: str) -> None:
        """Unlink *key*, if it is there and ours."""
        with suppress(FileNotFoundError, Clash):
            os.unlink(self._contain(key), dir_fd=self.root_fd)

    def sweep(self, known: frozenset[str], *, before: float) -> Iterator[str]:
        """Unlink files with names of our making that no row knows and nobody is writing."""
        for name in [entry.name for entry in os.scandir(self.root_fd)]:
            if OURS.fullmatch(name) and name not in known:
                with suppress(FileNotFoundError):  # another worker sweeps as well
                    yield from self._unlink_old(name, before)

    def _unlink_old(self, name: str, before: float) -> Iterator[str]:
        if os.stat(name, dir_fd=self.root_fd, follow_symlinks=False).st_mtime < before:
            os.unlink(name, dir_fd=self.root_fd)
            yield name

    def close(self) -> None:
        """Close the folder."""
        os.close(self.root_fd)

    def _contain(self, key: str) -> str:
        contained: str = self._steps["path-containment"](key, self.root)
        return contained


if TYPE_CHECKING:
    _conforms: type[Store] = LocalStore
