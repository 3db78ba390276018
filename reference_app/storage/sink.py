"""Where the bytes of one upload go: each is written once, and counted and hashed on the way."""

import hashlib
import io
import os
from contextlib import suppress
from typing import Any


class Sink(io.FileIO):
    """An open private file. Closing it drops what was not published."""

    def __init__(self, fd: int, *, root_fd: int, temporary: str | None = None) -> None:
        super().__init__(fd, "r+b")
        self.temporary = temporary
        """The file's name, where the file system knows no unnamed files."""
        self.size = 0
        self._root_fd = root_fd
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The digest of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, data: Any, /) -> int:
        """Write all of *data*: a raw file may take less than it is given."""
        view = memoryview(data)
        while view:
            view = view[super().write(view) :]
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    def rehash(self) -> None:
        """Count and hash what somebody else has written through the descriptor."""
        self.seek(0)
        self._digest = hashlib.file_digest(self, hashlib.sha256)
        self.size = self.tell()

    def close(self) -> None:
        """Close the file, and unlink it where it has a name of its own."""
        if self.temporary is not None and not self.closed:
            with suppress(FileNotFoundError):
                os.unlink(self.temporary, dir_fd=self._root_fd)
        super().close()
