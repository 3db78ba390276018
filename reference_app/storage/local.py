"""The embedded store: one folder of the local file system, flat, private, write-once.

The folder is opened once; files are made, named, opened and removed relative to that descriptor,
so that nobody who renames a parent folder can move the store. Only ``path-containment`` looks at
the path as well. The steps are the controls of the stage ``STORE``.
"""

import errno
import os
import re
import stat
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

from reference_app import errors, pipeline, policy, storage

ABSENT = frozenset({errno.ENOENT, errno.ELOOP, errno.ENXIO})
KEY = re.compile(r"[0-9a-f]{32}")


class LocalStore:
    """A folder that only this app writes to; one that the app makes, only it can read."""

    def __init__(self, root: Path, steps: pipeline.Steps) -> None:
        self.root = root
        self.root_fd = _opened(root)
        self._steps = steps

    def create(self, key: str) -> storage.Sink:  # noqa: ARG002 - not every store can name late
        """Open an unnamed file in the store's own folder: publishing it moves no bytes.

        Raises:
            OverQuota: the disk has less free than the policy keeps.
        """
        disk = os.fstatvfs(self.root_fd)
        self._steps["quota"](disk.f_bavail * disk.f_frsize)
        with ExitStack() as undo:
            sink = undo.enter_context(storage.Sink(self._steps["temp-hygiene"](self.root_fd)))
            self._steps["least-privilege-mode"](sink.fileno())
            undo.pop_all()
        return sink

    def publish(self, sink: storage.Sink, key: str) -> None:
        """Link the file to its key, exclusively and for good."""
        key, create = self._contain(key), self._steps["exclusive-create"]
        try:
            self._steps["atomic-publish"](sink, key, self.root_fd, create=create)
        except FileExistsError as error:
            raise errors.Clash("The storage key is taken.", code="exclusive-create") from error

    def open(self, key: str) -> BinaryIO:
        """Open a regular file, following no link and waiting for no pipe."""
        try:
            fd = self._steps["symlink-safe-open"](self._contain(key), self.root_fd)
        except (errors.Clash, OSError) as error:
            if isinstance(error, OSError) and error.errno not in ABSENT:
                raise
            raise errors.NotServed("There is no such file.", code="not-found") from error
        return os.fdopen(fd, "rb")

    def remove(self, key: str) -> None:
        """Unlink *key*, if it is there and ours."""
        with suppress(FileNotFoundError, errors.Clash):
            os.unlink(self._contain(key), dir_fd=self.root_fd)

    def keys(self) -> frozenset[str]:
        """List the names that look like keys; no file is opened."""
        names = os.listdir(self.root_fd)  # noqa: PTH208 - a path may lead elsewhere by now
        return frozenset(filter(KEY.fullmatch, names))

    def close(self) -> None:
        """Close the folder."""
        os.close(self.root_fd)

    def _contain(self, key: str) -> str:
        contained: str = self._steps["path-containment"](key, self.root)
        return contained


def _opened(root: Path) -> int:
    """Open the folder; what somebody else has set up is judged, never changed.

    Raises:
        PolicyError: others may write to it, and so plant or swap files; or it takes no files
            without a name, as over a network.
    """
    root.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        root.mkdir(0o700)
        root.chmod(0o700)  # the umask may have taken our own bits away
    fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    mode = stat.S_IMODE(os.fstat(fd).st_mode)
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        os.close(fd)
        told = f"upload_folder {root} has mode {mode:04o}, so that others may write to it"
        raise policy.PolicyError(f"{told}; give it mode 0700, or name another folder")
    try:
        os.close(os.open(".", os.O_TMPFILE | os.O_RDWR, dir_fd=fd))
    except OSError as error:
        os.close(fd)
        told = f"upload_folder {root} takes no unnamed files ({error})"
        raise policy.PolicyError(f"{told}; name one on a local file system") from error
    return fd
