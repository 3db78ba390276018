"""The zip reader: two headers for each member, one story."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field, replace

import pytest

from reference_app.formats import Facts, NotThisType, Walk
from reference_app.formats.archive import insist_on_size
from tests.reference_app.formats.building import read, refused
from tests.reference_app.formats.corpus import ZIPS

KIND = "application/zip"


@dataclass(frozen=True)
class Entry:
    """One member, and what its local header says otherwise."""

    name: bytes = b"a.txt"
    data: bytes = b"line"
    method: int = 0
    flags: int = 0
    size: int | None = None
    crc: int | None = None
    extra: bytes = b""
    comment: bytes = b""
    disk: int = 0
    external: int = 0
    offset: int = 0
    """Added to the true one."""
    gap: bytes = b""
    """In front of the local header."""
    descriptor: bytes = b""
    local: dict = field(default_factory=dict)

    def fields(self):
        """Return flags, method, time, date, checksum, both sizes and the name's length."""
        size = len(self.data) if self.size is None else self.size
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        return self.flags, self.method, 0, 33, crc, len(self.data), size, len(self.name)

    def front(self):
        """Return the local header and the data."""
        told = replace(self, **self.local)
        head = struct.pack("<5H3I2H", 20, *told.fields(), len(told.extra))
        mark = b"PK\x03\x04" if self.gap != b"mark" else b"PK\x03\x05"
        gap = b"" if self.gap == b"mark" else self.gap
        return gap, mark + head + told.name + told.extra + self.data + self.descriptor

    def entry(self, offset):
        """Return the header in the directory."""
        lengths = (len(self.extra), len(self.comment), self.disk, 0, self.external)
        head = struct.pack("<6H3I5H2I", 20, 20, *self.fields(), *lengths, offset + self.offset)
        return b"PK\x01\x02" + head + self.name + self.extra + self.comment


def archive(*entries, between=b"", before_end=b"", end=None, **other):
    """Return a zip of *entries*; *other* is what its end record says otherwise."""
    front, directory = b"", b""
    for each in entries:
        gap, member = each.front()
        front += gap
        directory += each.entry(len(front))
        front += member
    count = len(entries)
    told = {"disk": 0, "first": 0, "here": count, "count": count, "size": len(directory)}
    told |= {"start": len(front) + len(between), "comment": 0} | other
    record = b"PK\x05\x06" + struct.pack("<4H2IH", *told.values())
    return front + between + directory + before_end + (record if end is None else end)


def deflated(data, *, more=b""):
    """Return *data* packed, without header, and what the directory says of it."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(data) + packer.flush() + more
    return Entry(data=packed, method=8, size=len(data), crc=zlib.crc32(data))


def streamed(entry, *, mark=b"PK\x07\x08", off=0):
    """Return *entry* with its lengths behind its data."""
    _, _, _, _, crc, packed, size, _ = entry.fields()
    descriptor = mark + struct.pack("<3I", crc, packed, size + off)
    return replace(entry, flags=8, descriptor=descriptor)


def as_local(entry, **other):
    """Return *entry* with another story in its local header."""
    return replace(entry, local=other)


ZERO = {"crc": 0, "data": b"", "size": 0}
PACKED = deflated(b"line" * 100)


def test_what_the_headers_agree_on_is_told():
    """Name, sizes, method, mode, and where the data is."""
    link = Entry(name="文".encode(), flags=0x800, external=(stat.S_IFLNK | 0o777) << 16)
    first, second = read(KIND, archive(Entry(flags=6), link)).members
    assert (first.name, first.size, first.packed, first.method) == ("a.txt", 4, 4, 0)
    assert (first.encrypted, first.mode, first.offset) == (False, 0, 35)
    assert (second.name, second.offset) == ("文", 35 + 4 + 30 + 3)
    assert stat.S_ISLNK(second.mode)


@pytest.mark.parametrize("files", ["zip-stored", "zip-deflated", "zip-streamed", "zip-empty"])
def test_members_of_real_files_are_told(files):
    """As the standard library reads them."""
    opened = zipfile.ZipFile(io.BytesIO(ZIPS[files]))
    members = read(KIND, ZIPS[files]).members
    assert [each.name for each in members] == opened.namelist()
    for each, info in zip(members, opened.infolist(), strict=True):
        assert (each.size, each.packed, each.crc) == (info.file_size, info.compress_size, info.CRC)
        assert each.mode == info.external_attr >> 16


@pytest.mark.parametrize(
    "entries",
    [
        (streamed(as_local(PACKED, **ZERO)), Entry()),
        (streamed(PACKED),),
        (streamed(Entry(data=b"")),),
        (Entry(flags=1, size=4, data=b"x" * 16),),
        (Entry(extra=b"UT\x01\0x"), as_local(Entry(), extra=b"UT\0\0ux\2\0xx")),
        (Entry(name=b"\x80.txt"),),
    ],
)
def test_what_honest_writers_do_is_read(entries):
    """Lengths behind the data, encryption, extra fields that differ, old names."""
    assert len(read(KIND, archive(*entries)).members) == len(entries)


def test_encryption_is_told():
    """What is inside is nobody's business, but that is known."""
    (member,) = read(KIND, archive(Entry(flags=1, size=4, data=b"x" * 16))).members
    assert member.encrypted
    with pytest.raises(NotThisType, match="encrypted"):
        insist_on_size(Walk(io.BytesIO()), member)


HEADERS, GAP = "headers differ", "members overlap or leave a gap"
RETOLD = "an extra field tells another size or name"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (as_local(Entry(), name=b"b.txt"), "names differ"),
        (as_local(Entry(), name=b"b.tx"), HEADERS),
        (as_local(Entry(), method=8), HEADERS),
        (as_local(Entry(), flags=2), HEADERS),
        (as_local(Entry(), size=5), HEADERS),
        (as_local(Entry(), crc=5), HEADERS),
        (as_local(Entry(), **ZERO), HEADERS),
        (as_local(streamed(PACKED), crc=0), HEADERS),
        (Entry(gap=b"mark"), HEADERS),
        (Entry(gap=b"x"), GAP),
        (Entry(offset=1), GAP),
        (Entry(comment=b"hi"), "an entry is broken"),
        (Entry(disk=1), "an entry is broken"),
        (Entry(flags=0x40), "a method is not accepted"),
        (Entry(flags=0x2000), "a method is not accepted"),
        (Entry(method=99), "a method is not accepted"),
        (Entry(method=12), "a method is not accepted"),
        (Entry(extra=b"x"), "an extra field is broken"),
        (Entry(extra=b"UT\2\0x"), "an extra field is broken"),
        (Entry(extra=b"\1\0\0\0"), RETOLD),
        (Entry(extra=b"\x75\x70\0\0"), RETOLD),
        (as_local(Entry(), extra=b"\1\0\0\0"), RETOLD),
        (streamed(Entry()), "a length is missing"),
        (streamed(PACKED, off=1), "lengths differ"),
        (streamed(PACKED, mark=b"PK\x07\x07"), "lengths differ"),
        (Entry(size=3), "a stored member has two lengths"),
        (Entry(flags=1), "a stored member has two lengths"),
        (Entry(name=b""), "a name is empty or broken"),
        (Entry(name=b"a.txt\0.png"), "a name is empty or broken"),
        (Entry(name=b"\xff", flags=0x800), "a name is empty or broken"),
    ],
)
def test_two_stories_are_refused(entry, reason):
    """About one member, wherever the headers stand."""
    assert refused(KIND, archive(Entry(), entry, Entry())) == reason


LEAVES = "its directory does not reach to its end"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"disk": 1}, "it is one part of several"),
        ({"first": 1}, "it is one part of several"),
        ({"here": 0}, "it is one part of several"),
        ({"size": 0}, LEAVES),
        ({"start": 0}, LEAVES),
        ({"start": 2**32 - 1, "size": 2**32 - 1}, LEAVES),
        ({"before_end": b"x"}, LEAVES),
        ({"before_end": b"x", "size": 52}, "bytes lie between its headers"),
        ({"between": b"x"}, "bytes lie between its headers"),
        ({"count": 0, "here": 0}, "bytes lie between its headers"),
        ({"count": 2, "here": 2}, "it is cut short"),
        ({"count": 2, "here": 2, "size": 97, "before_end": bytes(46)}, "an entry is broken"),
        ({"comment": 1}, "it does not end as zip"),
        ({"end": b"PK\x05\x05" + bytes(18)}, "it does not end as zip"),
    ],
)
def test_a_broken_end_is_refused(other, reason):
    """The end record is last, and every byte in front of it belongs to a header or a member."""
    assert refused(KIND, archive(Entry(), **other)) == reason


def test_overlapping_members_are_refused():
    """The bomb in which all share one kernel (Fifield, WOOT 2019)."""
    gap, front = Entry().front()
    entries = Entry().entry(0) * 2
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 2, 2, len(entries), len(front), 0)
    assert refused(KIND, gap + front + entries + end) == GAP


# -- unpacked -------------------------------------------------------------------------


def unpacked(entry):
    """Unpack the only member of an archive; return how far the archive was read for that."""
    data = archive(entry)
    (member,) = read(KIND, data).members
    file = io.BytesIO(data)
    try:
        insist_on_size(Walk(file), member)
    except NotThisType as error:
        error.add_note(str(file.tell()))
        raise
    return file.tell()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 5_000_000])
def test_an_honest_member_is_unpacked_to_its_end(size):
    """Packed or not, to the byte."""
    assert unpacked(deflated(b"x" * size)) > 0
    assert unpacked(Entry(data=b"x" * size)) >= size


def test_unpacking_stops_where_there_is_more_than_the_header_says():
    """A bomb that claims ten bytes costs a piece, not all of it."""
    noise = random.Random(0).randbytes(2_000_000)

    with pytest.raises(NotThisType, match="is not what its header says") as refusal:
        unpacked(replace(deflated(noise), size=10))
    assert int(refusal.value.__notes__[0]) < 500_000


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (replace(PACKED, size=401), "is not what its header says"),
        (replace(PACKED, size=399), "is not what its header says"),
        (replace(PACKED, crc=1), "is not what its header says"),
        (replace(PACKED, data=PACKED.data[:-1]), "is cut short"),
        (replace(PACKED, data=b""), "is cut short"),
        (replace(PACKED, data=b"\xff" * 9), "is broken"),
        (deflated(b"line", more=b"x"), "bytes follow"),
        (deflated(b"line", more=b"x" * 200_000), "bytes follow"),
        (Entry(crc=1), "is not what its header says"),
    ],
)
def test_a_member_that_lies_is_refused(entry, reason):
    """About its size, its checksum or its end."""
    with pytest.raises(NotThisType, match=reason):
        unpacked(entry)


def test_an_empty_archive_is_read():
    """It has no members, and nothing else either."""
    assert read(KIND, archive()) == Facts()
    assert refused(KIND, archive(between=b"x")) == "bytes lie between its headers"
