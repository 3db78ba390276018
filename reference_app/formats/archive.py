"""The zip container (PKWARE APPNOTE 6.3), read from both ends: the two stories must be one.

Readers differ in which header they believe, which is how a scanner and a user see different
files in one archive. Here no byte belongs to nobody: local headers follow each other from
offset 0 to the central directory in its own order, and that one reaches to the end record.
"""

import zlib
from collections.abc import Iterator

from reference_app.formats.walk import PIECE, Facts, Member, NotThisType, Walk, require

END_SIZE = 22
ENCRYPTED, STREAMED, UTF8 = 0x0001, 0x0008, 0x0800
FLAGS = ENCRYPTED | 0x0006 | STREAMED | UTF8  # 0x0006 tells how hard deflate tried
STORED, DEFLATED = 0, 8
RETOLD = {0x0001, 0x7075}  # extra fields with another size (zip64) and another name (Info-ZIP)


def archive(central: Walk) -> Facts:
    """Read the directory and the local headers side by side; unpack nothing."""
    local, stop = Walk(central.file), central.end - END_SIZE
    central.at = max(0, stop)
    mark, disk, first_disk, here, count, size, start, comment = central.unpack("<4s4H2IH")
    require(mark == b"PK\x05\x06" and not comment, "it does not end as zip")
    require((disk, first_disk, here) == (0, 0, count), "it is one part of several")
    require(start + size == stop, "its directory does not reach to its end")
    central.at = start
    members = tuple(_member(central, local) for _ in range(count))
    require(central.at == stop and local.at == start, "bytes lie between its headers")
    return Facts(members=members)


def _member(central: Walk, local: Walk) -> Member:
    """Read one entry of the directory and the local header that must agree with it."""
    mark, _, _, *told, extra, comment, disk, _, external, offset = central.unpack("<4s6H3I5H2I")
    flags, method, _, _, crc, packed, size, length = told
    name = central.take(length)
    _extra(central, extra)
    require(mark == b"PK\x01\x02" and not comment and not disk, "an entry is broken")
    require(flags & ~FLAGS == 0 and method in {STORED, DEFLATED}, "a method is not accepted")
    require(offset == local.at, "members overlap or leave a gap")
    _local(local, told, name)
    start = local.at
    local.at += packed
    encrypted = bool(flags & ENCRYPTED)
    if flags & STREAMED:  # where stored bytes end, nobody can tell who reads from the front
        require(method == DEFLATED or not packed, "a length is missing")
        require(local.unpack("<4s3I") == (b"PK\x07\x08", crc, packed, size), "lengths differ")
    require(method or packed == size + 12 * encrypted, "a stored member has two lengths")
    text = name.decode("utf-8" if flags & UTF8 else "cp437", "replace")
    require(text and not {"\0", "\ufffd"} & {*text}, "a name is empty or broken")
    return Member(text, size, packed, method, encrypted, external >> 16, start, crc)


def _local(local: Walk, told: list[int], name: bytes) -> None:
    """Pass a local header that says what the directory *told*."""
    mark, _, *again, extra = local.unpack("<4s5H3I2H")
    if told[0] & STREAMED and not any(again[4:7]):
        again[4:7] = told[4:7]
    require(mark == b"PK\x03\x04" and again == told, "headers differ")
    require(local.take(len(name)) == name, "names differ")
    _extra(local, extra)


def _extra(walk: Walk, length: int) -> None:
    """Pass extra fields; refuse such as are broken, or tell sizes and names again."""
    stop = walk.at + length
    while walk.at < stop:
        kind, size = walk.unpack("<HH")
        require(kind not in RETOLD, "an extra field tells another size or name")
        walk.at += size
    require(walk.at == stop, "an extra field is broken")


def insist_on_size(walk: Walk, member: Member) -> None:
    """Unpack a member, keep nothing, and stop where there is more than it says.

    Raises:
        NotThisType: its size or its checksum is not what the headers say.
    """
    size = check = 0
    try:
        for piece in _unpacked(walk, member):
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > member.size:
                break
    except zlib.error:
        raise NotThisType("a member's data is broken") from None
    require((size, check) == (member.size, member.crc), "a member is not what its header says")


def _unpacked(walk: Walk, member: Member) -> Iterator[bytes]:
    require(not member.encrypted, "a member is encrypted")
    walk.at, inflate = member.offset, zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in walk.pieces(member.packed):
        packed = piece
        while packed and member.method == DEFLATED:
            yield inflate.decompress(packed, PIECE)
            packed = inflate.unconsumed_tail
            require(not inflate.unused_data, "bytes follow a member's data")
        yield packed
    yield inflate.flush()
    require(inflate.eof or member.method == STORED, "a member's data is cut short")
