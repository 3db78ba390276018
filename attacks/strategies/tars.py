"""Tar archives (POSIX.1-2017, pax) with members that are more than files, and what packs them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member."""

    name: str = "honest.txt"
    data: bytes = b"An honest line of text.\n"
    kind: bytes = tarfile.REGTYPE
    target: str = ""
    """What a link points to."""
    mode: int = 0o644
    claims: int | None = None
    """The size that the header gives, when it is not the true one."""
    again: str = ""
    """The name that a pax header gives in place of the first."""


def tarred(entries: Iterable[Entry]) -> bytes:
    """Return an archive of *entries* in order."""
    out = bytearray()
    for entry in entries:
        info = tarfile.TarInfo(entry.name)
        info.type, info.linkname, info.mode = entry.kind, entry.target, entry.mode
        holds = entry.kind == tarfile.REGTYPE
        info.size = len(entry.data) * holds if entry.claims is None else entry.claims
        info.pax_headers = {"path": entry.again} if entry.again else {}
        out += info.tobuf(tarfile.PAX_FORMAT)
        out += (entry.data + bytes(-len(entry.data) % tarfile.BLOCKSIZE)) if holds else b""
    return bytes(out) + bytes(2 * tarfile.BLOCKSIZE)


def gzipped(data: bytes) -> bytes:
    """Return *data* packed by gzip, without a date."""
    return gzip.compress(data, mtime=0)


def cpio(name: bytes) -> bytes:
    """Return an archive of one empty member in the new ASCII format."""
    fields = (1, 0o100644, 0, 0, 1, 0, 0, 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % each for each in fields) + name + b"\0"
    return head + bytes(-len(head) % 4)


PACKERS = {"gz": gzipped, "bz2": bz2.compress, "xz": lzma.compress}
"""What packs one stream, by the extension that it is known by."""


def opened(data: bytes) -> tarfile.TarFile:
    """Return the archive as Python reads it."""
    return tarfile.open(fileobj=io.BytesIO(data))
