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
ENCRYPTED, STREAMED, UTF8 = 0x0001, 0x0008, 0x0800
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
    method: int | None = None
    """The method that both headers name, when the data is not packed so."""
    extra: bytes = b""
    """Extra fields, in both headers."""
    comment: bytes = b""


def zipped(members: Iterable[Member], *, comment: bytes = b"") -> bytes:
    """Return an archive of *members* in order."""
    out, directory, starts = bytearray(), bytearray(), list[int]()
    for member in members:
        starts.append(len(out) if member.at is None else starts[member.at])
        directory += _central(member, starts[-1])
        if member.at is None:
            out += _local(member)
    return bytes(out + directory) + _end(len(starts), len(directory), len(out), comment)


def _end(count: int, size: int, start: int, comment: bytes = b"") -> bytes:
    told = (count, count, size, start, len(comment))
    return struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, *told) + comment


def _data(member: Member) -> bytes:
    if not member.packed:
        return bytes(12 * (member.flags & ENCRYPTED)) + member.data  # encryption has a header
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(member.data) + packer.flush()


def _told(member: Member) -> tuple[int, ...]:
    """Return what both headers say: version to flags, method, date, checksum and sizes."""
    size = len(member.data) if member.claims is None else member.claims
    method = DEFLATED if member.packed else STORED
    method = method if member.method is None else member.method
    check = zlib.crc32(member.data)
    return (20, member.flags, method, 0, DATE, check, len(_data(member)), size)


def _local(member: Member) -> bytes:
    name = member.name if member.local_name is None else member.local_name
    lengths = len(name), len(member.extra)
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", *_told(member), *lengths)
    tail = struct.pack("<4s3I", b"PK\x07\x08", *_told(member)[5:])
    streamed = tail if member.flags & STREAMED else b""
    return head + name + member.extra + _data(member) + streamed


def _central(member: Member, start: int) -> bytes:
    lengths = len(member.name), len(member.extra), len(member.comment)
    where = (*lengths, 0, 0, member.mode << 16, start)
    head = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", UNIX, *_told(member), *where)
    return head + member.name + member.extra + member.comment


def named(*names: bytes) -> bytes:
    """Return an archive of honest members of these names."""
    return zipped(Member(name=name) for name in names)


def zeros(size: int) -> Member:
    """Return a member that unpacks to *size* bytes and is a thousandth of that."""
    return Member(name=b"zeros.txt", data=bytes(size), packed=True)


def nested(levels: int, core: bytes = b"", *, width: int = 1) -> bytes:
    """Return *width* archives in an archive, so many times, around *core* or an honest one."""
    data = core or zipped([Member()])
    for _ in range(levels):
        data = zipped(Member(name=b"inner-%d.zip" % n, data=data) for n in range(width))
    return data


def field(kind: int, data: bytes) -> bytes:
    """Return one extra field (section 4.5)."""
    return struct.pack("<HH", kind, len(data)) + data


def quoting(count: int, kernel: bytes) -> bytes:
    """Return an archive in which each member's data holds the next one's header and data.

    What a reader of the directory unpacks grows with the square of *count*, and no two members
    share a header: each quotes the following header as a stored block (Fifield, section 4).
    """
    packer = zlib.compressobj(9, wbits=-15)
    packed, plain = packer.compress(kernel) + packer.flush(), kernel
    locals_, entries = list[bytes](), list[bytes]()
    for number in reversed(range(count)):
        name = b"%d.txt" % number
        told = (20, 0, DEFLATED, 0, DATE, zlib.crc32(plain), len(packed), len(plain), len(name))
        header = struct.pack("<4s5H3I2H", b"PK\x03\x04", *told, 0) + name
        entries.append(struct.pack("<4s6H3I5H2I", b"PK\x01\x02", UNIX, *told, 0, 0, 0, 0, 0, 0))
        locals_.append(header)
        size = len(header)
        packed = struct.pack("<BHH", 0, size, size ^ 0xFFFF) + header + packed
        plain = header + plain
    return _quoted(packed[5:], locals_[::-1], entries[::-1])


def _quoted(body: bytes, headers: list[bytes], entries: list[bytes]) -> bytes:
    """Return *body*, which begins with the first of *headers*, and its directory."""
    directory, start = bytearray(), 0
    for header, entry in zip(headers, entries, strict=True):
        directory += entry[:-4] + struct.pack("<I", start) + header[30:]
        start += len(header) + 5  # the stored block's own head
    return body + bytes(directory) + _end(len(headers), len(directory), len(body))
