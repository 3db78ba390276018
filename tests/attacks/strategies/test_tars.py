"""Tar archives say what they are told."""

from __future__ import annotations

import gzip
import tarfile

from attacks.strategies.tars import PACKERS, Entry, cpio, gzipped, opened, tarred


def test_members_are_readable():
    """Names, data, modes and links."""
    link = Entry(name="b", kind=tarfile.SYMTYPE, target="../c", mode=0o4755)
    first, second = opened(tarred([Entry(), link])).getmembers()
    assert (first.name, first.size, first.isreg()) == ("honest.txt", 24, True)
    assert (second.linkname, second.mode, second.issym()) == ("../c", 0o4755, True)


def test_a_name_may_be_told_again():
    """The header of the member has the first, the pax header the other."""
    data = tarred([Entry(name="a.txt", again="../b.txt")])
    assert opened(data).getnames() == ["../b.txt"]
    assert b"a.txt\0" in data


def test_a_size_may_be_a_lie():
    """The header says gigabytes."""
    assert tarfile.TarInfo.frombuf(
        tarred([Entry(claims=1 << 32)])[:512], "utf-8", "strict"
    ).size == (1 << 32)


def test_packers_are_small_and_undated():
    """The same bytes whenever they are made."""
    for pack in PACKERS.values():
        assert len(pack(bytes(1 << 20))) < 2048
    assert gzip.decompress(gzipped(b"x")) == b"x"
    assert gzipped(b"x")[4:8] == bytes(4)


def test_cpio_is_aligned():
    """Its header names the member."""
    assert cpio(b"../a").startswith(b"070701")
    assert len(cpio(b"../a")) % 4 == 0
