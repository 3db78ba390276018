"""What the readers share: their answer, their refusal, and a cursor that cannot be fooled."""

import os
import re
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

PIECE = 64 * 1024


class NotThisType(ValueError):  # noqa: N818 - it is a finding about a file, not a failure of ours
    """The structure is broken; the short reason holds no byte of the client's."""


class Member(NamedTuple):
    """One entry of a zip, as its two headers agree on it."""

    name: str
    size: int
    """Declared, once unpacked; ``archive.insist_on_size`` finds out whether it is true."""
    packed: int
    method: int
    encrypted: bool
    mode: int
    """Unix type and permission bits; 0 where the archive has none."""
    offset: int
    """Where the packed bytes start."""
    crc: int


class Facts(NamedTuple):
    """What the structure claims about the content; no limit has been applied to it."""

    pixels: int = 0
    """Of the canvas."""
    frames: int = 1
    members: tuple[Member, ...] = ()


def require(fact: object, reason: str) -> None:
    """Refuse the file unless *fact*."""
    if not fact:
        raise NotThisType(reason)


class Walk:
    """A position in a complete file, of which one piece at a time is in memory.

    A piece is read where the last one does not reach, so the bytes read stay within a constant
    of the file's size as long as the position moves forward.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file, self._piece, self._start, self.at = file, b"", 0, 0
        self.end = file.seek(0, os.SEEK_END)

    def take(self, count: int) -> bytes:
        """Return exactly *count* bytes, which may not exceed what memory can spare."""
        low = self._reach(count)
        self.at += count
        return self._piece[low : low + count]

    def unpack(self, layout: str) -> tuple[Any, ...]:
        """Return the next fields, as ``struct`` writes them down."""
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def pieces(self, count: int) -> Iterator[bytes]:
        """Return the next *count* bytes, however many, piece by piece."""
        stop = self.at + count
        while self.at < stop:
            yield self.take(min(PIECE, stop - self.at))

    def find(self, pattern: re.Pattern[bytes]) -> None:
        """Move to where *pattern*, two bytes long, matches next."""
        match = None
        while not match:
            low = self._reach(2)
            match = pattern.search(self._piece, low)
            self.at = self._start + (match.start() if match else len(self._piece) - 1)

    def hop(self) -> None:
        """Move behind the empty one of a chain of blocks, each with its length in front."""
        while size := self.take(1)[0]:
            self.take(size)

    def finish(self) -> None:
        """Refuse what stands behind the end mark."""
        require(self.at == self.end, "something follows its end")

    def _reach(self, count: int) -> int:
        """Have *count* bytes at hand; return where they start in the piece."""
        require(self.at <= self.at + count <= self.end, "it is cut short")
        if not 0 <= self.at - self._start <= len(self._piece) - count:
            self._start = self.file.seek(self.at)
            self._piece = self.file.read(max(count, PIECE))
        return self.at - self._start
