"""The zip container (PKWARE APPNOTE 6.3), read from both ends: the two stories must be one.

Readers differ in which header they believe, which is how a scanner and a user see different
files in one archive. Here no byte belongs to nobody: local headers follow each other from
offset 0 to the central directory in its own order, and that one reaches to the end record.
"""

import zlib
from collections.abc import Iterator
from struct import Struct
from typing import BinaryIO

from reference_app.formats.walk import PIECE, Facts, Member, NotThisType, Walk, require

END, DESCRIPTOR, FIELD = Struct("<4s4H2IH"), Struct("<4s3I"), Struct("<HH")
CENTRAL, LOCAL = Struct("<4s6H3I5H2I"), Struct("<4s5H3I2H")
ENCRYPTED, STREAMED, UTF8 = 0x0001, 0x0008, 0x0800
FLAGS = ENCRYPTED | 0x0006 | STREAMED | UTF8  # 0x0006 tells how hard deflate tried
STORED, DEFLATED = 0, 8
RETOLD = {0x0001, 0x7075}  # extra fields with another size (zip64) and another name (Info-ZIP)


def archive(file: BinaryIO) -> Facts:
    """Read the directory and the local headers side by side; unpack nothing."""
    central, local = Walk(file), Walk(file)
    central.at = max(0, central.end - END.size)
    mark, disk, first_disk, here, count, size, start, comment = central.unpack(END)
    require(mark == b"PK\x05\x06" and not comment, "it does not end as zip")
    require((disk, first_disk, here) == (0, 0, count), "it is one part of several")
    stop = central.end - END.size
    require(start + size == stop, "its directory does not reach to its end")
    central.at = start
    members = tuple(_member(central, local) for _ in range(count))
    require(central.at == stop and local.at == start, "bytes lie between its headers")
    return Facts(members=members)


def _member(central: Walk, local: Walk) -> Member:
    """Read one entry of the directory and the local header that must agree with it."""
    mark, _, _, *told, extra, comment, disk, _, external, offset = central.unpack(CENTRAL)
    flags, method, _, _, crc, packed, size, length = told
    name = central.take(length)
    _extra(central.take(extra))
    require(mark == b"PK\x01\x02" and not comment and not disk, "an entry is broken")
    require(flags & ~FLAGS == 0 and method in {STORED, DEFLATED}, "a method is not accepted")
    require(offset == local.at, "members overlap or leave a gap")
    _local(local, told, name)
    start = local.at
    local.at += packed
    encrypted = bool(flags & ENCRYPTED)
    if flags & STREAMED:  # where stored bytes end, nobody can tell who reads from the front
        require(method == DEFLATED or not packed, "a length is missing")
        require(local.unpack(DESCRIPTOR) == (b"PK\x07\x08", crc, packed, size), "lengths differ")
    require(method or packed == size + 12 * encrypted, "a stored member has two lengths")
    text = name.decode("utf-8" if flags & UTF8 else "cp437", "replace")
    require(text and not {"\0", "\ufffd"} & {*text}, "a name is empty or broken")
    return Member(
        name=text, size=size, packed=packed, method=method, encrypted=encrypted,
        mode=external >> 16, offset=start, crc=crc,
    )  # fmt: skip


def _local(local: Walk, told: list[int], name: bytes) -> None:
    """Pass a local header that says what the directory *told*."""
    mark, _, *again, extra = local.unpack(LOCAL)
    if told[0] & STREAMED and not any(again[4:7]):
        again[4:7] = told[4:7]
    require(mark == b"PK\x03\x04" and again == told, "headers differ")
    require(local.take(len(name)) == name, "names differ")
    _extra(local.take(extra))


def _extra(data: bytes) -> None:
    """Refuse extra fields that are broken, or that tell sizes and names again."""
    at = 0
    while at + FIELD.size <= len(data):
        kind, length = FIELD.unpack_from(data, at)
        require(kind not in RETOLD, "an extra field tells another size or name")
        at += FIELD.size + length
    require(at == len(data), "an extra field is broken")


def insist_on_size(file: BinaryIO, member: Member) -> None:
    """Unpack a member, keep nothing, and stop where there is more than it says.

    Raises:
        NotThisType: its size or its checksum is not what the headers say.
    """
    size = check = 0
    try:
        for piece in _unpacked(file, member):
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > member.size:
                break
    except zlib.error:
        raise NotThisType("a member's data is broken") from None
    require((size, check) == (member.size, member.crc), "a member is not what its header says")


def _unpacked(file: BinaryIO, member: Member) -> Iterator[bytes]:
    require(not member.encrypted, "a member is encrypted")
    walk, inflate = Walk(file), zlib.decompressobj(-zlib.MAX_WBITS)
    walk.at = member.offset
    for piece in walk.pieces(member.packed):
        packed = piece
        while packed and member.method == DEFLATED:
            yield inflate.decompress(packed, PIECE)
            packed = inflate.unconsumed_tail
            require(not inflate.unused_data, "bytes follow a member's data")
        yield packed
    yield inflate.flush()
    require(inflate.eof or member.method == STORED, "a member's data is cut short")
