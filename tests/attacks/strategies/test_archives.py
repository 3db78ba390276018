"""Archives are readable where they are honest, and say what they are told where not."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib

import pytest

from attacks.strategies.archives import (
    ENCRYPTED,
    LINK,
    STREAMED,
    Member,
    field,
    named,
    nested,
    quoting,
    zeros,
    zipped,
)


def opened(data):
    """Return the archive as Python reads it."""
    return zipfile.ZipFile(io.BytesIO(data))


def test_honest_members_are_readable():
    """Stored and deflated; nothing is wrong with them."""
    archive = opened(zipped([Member(), Member(name=b"b.txt", data=b"x" * 99, packed=True)]))
    assert archive.testzip() is None
    assert archive.namelist() == ["honest.txt", "b.txt"]
    assert archive.read("b.txt") == b"x" * 99


def test_a_bomb_is_small():
    """A thousandth of what it unpacks to, and no more than megabytes."""
    data = zipped([zeros(1 << 20)])
    assert len(data) < 1 << 11
    assert opened(data).infolist()[0].file_size == 1 << 20


def test_a_claim_stands_in_both_headers():
    """What is said is ten bytes; what is there is more."""
    data = zipped([Member(data=bytes(500), packed=True, claims=10)])
    assert opened(data).infolist()[0].file_size == 10
    assert data[22:26] == b"\x0a\0\0\0"
    with pytest.raises(zipfile.BadZipFile):
        opened(data).read("honest.txt")


def test_shared_bytes_are_one_place():
    """Two names for the bytes of the first."""
    first, second = opened(zipped([Member(), Member(name=b"b.txt", at=0)])).infolist()
    assert first.header_offset == second.header_offset == 0


def test_a_name_may_differ_in_the_local_header():
    """Readers of the directory and readers of the stream see two archives."""
    data = zipped([Member(name=b"a.txt", local_name=b"b.txt")])
    assert data[30:35] == b"b.txt"
    assert opened(data).namelist() == ["a.txt"]


def test_a_link_and_encryption_are_flagged():
    """In the mode that Unix unpackers restore, and in the flags."""
    link, secret = opened(
        zipped([Member(mode=LINK), Member(name=b"s", flags=ENCRYPTED)])
    ).infolist()
    assert stat.S_ISLNK(link.external_attr >> 16)
    assert secret.flag_bits & 1


def test_names_and_levels():
    """Names are any bytes; an archive lies in an archive."""
    assert opened(named(b"../a", b"b")).namelist() == ["../a", "b"]
    assert opened(opened(nested(1)).read("inner-0.zip")).namelist() == ["honest.txt"]


def test_a_comment_stands_behind_the_end():
    """It is part of the archive."""
    assert opened(zipped([Member()], comment=b"hello")).comment == b"hello"


def test_quoting_members_multiply_and_are_readable():
    """Each unpacks to the headers of those behind it, and the kernel."""
    data = quoting(4, bytes(100))
    infos = opened(data).infolist()
    assert [info.file_size for info in infos] == [205, 170, 135, 100]
    for info in infos:  # newer releases of `zipfile` refuse to read members that overlap
        start = info.header_offset + 30 + len(info.filename)
        plain = zlib.decompress(data[start : start + info.compress_size], wbits=-15)
        assert (len(plain), zlib.crc32(plain)) == (info.file_size, info.CRC)


def test_fields_methods_and_comments_stand_in_both_headers():
    """As they are told."""
    data = zipped([Member(extra=field(0x4747, b"xy"), method=99, comment=b"note")])
    (info,) = opened(data).infolist()
    assert (info.extra, info.compress_type, info.comment) == (b"\x47\x47\2\0xy", 99, b"note")
    assert data.count(b"\x47\x47\2\0xy") == 2


def test_a_length_may_come_behind():
    """In a record of its own."""
    data = zipped([Member(flags=STREAMED, packed=True)])
    assert b"PK\x07\x08" in data
    assert opened(data).testzip() is None


def test_archives_lie_side_by_side():
    """As many as are asked for, around any core."""
    outer = opened(nested(1, b"core", width=2))
    assert outer.namelist() == ["inner-0.zip", "inner-1.zip"]
    assert outer.read("inner-1.zip") == b"core"
