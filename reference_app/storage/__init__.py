"""Where the bytes live, behind one small protocol."""

import hashlib
import io
from typing import Any, BinaryIO, Protocol


class Sink(io.FileIO):
    """An open private file, without a name until it is published.

    Each byte is written once, and counted and hashed on the way. Closing it drops what was not
    published.
    """

    def __init__(self, fd: int) -> None:
        super().__init__(fd, "r+b")
        self.size = 0
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


class Store(Protocol):
    """What the app asks of a store. Keys are the server's own; a client never names one."""

    def create(self, key: str) -> Sink:
        """Open a private place for the bytes that may become *key*."""

    def publish(self, sink: Sink, key: str) -> None:
        """Make the sink's bytes visible as *key*, whole and for good.

        Raises:
            Clash: *key* is taken or not a key; nothing was changed.
        """

    def open(self, key: str) -> BinaryIO:
        """Open *key* for reading.

        Raises:
            NotServed: there is no such object.
        """

    def remove(self, key: str) -> None:
        """Remove *key*; it is no error if it is gone already."""

    def keys(self) -> frozenset[str]:
        """Return the keys of all that is stored, told by name alone."""

    def close(self) -> None:
        """Give back what the store holds open."""
