"""Zip archives, byte for byte: honest members, and headers that say something else.

Nothing here unpacks to more than a few megabytes: what a bomb does is shown by what it claims
and by its ratio (PKWARE APPNOTE 6.3).
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

DATE = 0x21  # the first of January 1980, as MS-DOS writes it
UNIX = 3 << 8 | 20  # made by Unix, version 2.0
ENCRYPTED = 0x0001
STORED, DEFLATED = 0, 8
LINK = stat.S_IFLNK | 0o777
FILE = stat.S_IFREG | 0o644


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One entry: what is in it, and what its headers say."""

    name: bytes = b"honest.txt"
    data: bytes = b"An honest line of text.\n"
    packed: bool = False
    """Deflated; else stored."""
    mode: int = FILE
    flags: int = 0
    claims: int | None = None
    """The unpacked size that both headers give, when it is not the true one."""
    local_name: bytes | None = None
    """The name in the local header, when it is not the directory's."""
    at: int | None = None
    """Which earlier member's bytes the directory points to; ``None``: its own."""


def zipped(members: Iterable[Member], *, comment: bytes = b"") -> bytes:
    """Return an archive of *members* in order."""
    out, directory, starts = bytearray(), bytearray(), list[int]()
    for member in members:
        starts.append(len(out) if member.at is None else starts[member.at])
        directory += _central(member, starts[-1])
        if member.at is None:
            out += _local(member)
    count = len(starts)
    sizes = (count, count, len(directory), len(out), len(comment))
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, *sizes)
    return bytes(out + directory + end + comment)


def _data(member: Member) -> bytes:
    if not member.packed:
        return bytes(12 * (member.flags & ENCRYPTED)) + member.data  # encryption has a header
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(member.data) + packer.flush()


def _told(member: Member) -> tuple[int, ...]:
    """Return what both headers say: version to flags, method, date, checksum and sizes."""
    size = len(member.data) if member.claims is None else member.claims
    method = DEFLATED if member.packed else STORED
    check = zlib.crc32(member.data)
    return (20, member.flags, method, 0, DATE, check, len(_data(member)), size)


def _local(member: Member) -> bytes:
    name = member.name if member.local_name is None else member.local_name
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", *_told(member), len(name), 0)
    return head + name + _data(member)


def _central(member: Member, start: int) -> bytes:
    where = (len(member.name), 0, 0, 0, 0, member.mode << 16, start)
    head = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", UNIX, *_told(member), *where)
    return head + member.name


def named(*names: bytes) -> bytes:
    """Return an archive of honest members of these names."""
    return zipped(Member(name=name) for name in names)


def zeros(size: int) -> Member:
    """Return a member that unpacks to *size* bytes and is a thousandth of that."""
    return Member(name=b"zeros.txt", data=bytes(size), packed=True)


def nested(levels: int) -> bytes:
    """Return an archive in an archive, so many times, around one honest member."""
    data = zipped([Member()])
    for _ in range(levels):
        data = zipped([Member(name=b"inner.zip", data=data)])
    return data
