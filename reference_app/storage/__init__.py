"""Where the bytes live, behind one small protocol."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from reference_app.storage.sink import Sink


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

    def sweep(self, *, before: float) -> Iterator[str]:
        """Remove temporaries of our making older than *before*, and yield each name removed.

        Nothing that was ever published is touched.
        """

    def close(self) -> None:
        """Give back what the store holds open."""
