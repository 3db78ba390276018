"""The right first bytes, and a file that is none.

What it does
    Uploads files that begin as their type and go on as nothing: rubbish or a script behind the
    signature, files cut in the middle, checksums and lengths that are wrong, a bit that is not
    as it was; and codes of the length that a decoder of WebP once wrote past its table.

Why it works
    A look at the first bytes is the check that most uploads get. Everything behind them is
    free: for a script that an include would run, for what a lenient reader makes of broken
    structure, for the bug that waits in a decoder.

Expected defence
    A real parser reads the file to its end, and what it cannot read is refused; or the file is
    decoded and written anew.

References
    - CWE-1286, CWE-434
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-09
    - CVE-2023-4863 (libwebp); PNG, third edition, sections 5.3 and 13.2
"""

from __future__ import annotations

import struct

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies import contents
from attacks.strategies.contents import HONEST
from attacks.strategies.images import claiming, png_chunk, png_with, webp_chunk, webp_of
from attacks.strategies.typed import BINARY, drawn, from_tables, honest_each

MAGIC = {"png": 8, "jpg": 3, "gif": 6, "webp": 16, "pdf": 9, "zip": 4}
PNG_PARTS = {"signature": 1, "length": 11, "type": 12, "size": 19, "checksum": 30, "data": 43}
CODES = (0b1111 << 4 | sum(1 << (8 + 3 * n) for n in range(19))).to_bytes(9, "little")
RUBBISH = b"\xde\xad\xbe\xef" * 32


def _swapped(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return *data* with its one *old* replaced."""
    head, _, tail = data.partition(old)
    return head + new + tail


def _flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    """Return *data* with one bit of its byte *at* changed."""
    return data[:at] + bytes((data[at] ^ 1 << bit,)) + data[at + 1 :]


def _png_header(fields: bytes) -> bytes:
    return contents.png()[:8] + png_chunk(b"IHDR", fields) + contents.png()[33:]


def _common(extension: str) -> dict[str, bytes]:
    data, end = HONEST[extension].content, MAGIC[extension]
    return {
        "only-a-signature": data[:end],
        "signature-and-rubbish": data[:end] + RUBBISH,
        "signature-and-script": data[:end] + b"<?php /*" + HIDDEN + b"*/ ?>",
        "one-byte": data[:1],
        "late-signature": b"\0\0\0\0" + data,
        "cut-in-the-middle": data[: len(data) // 2],
        # a PDF ends in a word and a line end
        "end-mark-missing": data[:-8] if extension in {"pdf", "png"} else data[:-2],
    }


TABLES = {
    "png": {
        **_common("png"),
        "wrong-checksum": contents.png()[:29] + b"\0\0\0\0" + contents.png()[33:],
        "chunk-too-long": _swapped(contents.png(), b"\0\0\0\x0aIDAT", b"\0\0\xff\xffIDAT"),
        # what one decoder takes and another does not, by which it is told apart
        "no-width": claiming("png", 0, 1),
        "two-headers": contents.png()[:33] + contents.png()[8:],
        "no-data": contents.png()[:33] + contents.png()[-12:],
        "unknown-critical-chunk": png_with(png_chunk(b"GaNT", b"")),
        "unknown-interlace": _png_header(struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 9)),
        **{f"bit-of-the-{part}": _flipped(contents.png(), at) for part, at in PNG_PARTS.items()},
    },
    "jpg": {
        **_common("jpg"),
        "segment-too-long": _swapped(contents.jpeg(), b"\xff\xc0\0\x0b", b"\xff\xc0\xff\xff"),
        "no-frame": _swapped(contents.jpeg(), b"\xff\xc0", b"\xff\xfe"),
    },
    "gif": {
        **_common("gif"),
        "unknown-block": contents.gif()[:19] + b"?" + contents.gif()[19:],
    },
    "webp": {
        **_common("webp"),
        "wrong-length": _swapped(contents.webp(), b"RIFF\x14", b"RIFF\xff"),
        # no transform, no cache, no groups; then nineteen code lengths that are all one bit long
        "codes-too-many": webp_of(webp_chunk(b"VP8L", b"\x2f" + bytes(4) + CODES)),
    },
    "pdf": {
        **_common("pdf"),
        "end-points-nowhere": _swapped(contents.pdf(), b"startxref\n", b"startxref\n9"),
    },
    "zip": {
        **_common("zip"),
        "directory-elsewhere": contents.archive()[:-6] + b"\xff\xff\0\0\0\0",
    },
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the breaks of each accepted type."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put rubbish behind any signature, or change one bit of a file whose checksums tell."""
    signatures = [HONEST[extension].content[:end] for extension, end in MAGIC.items()]
    rubbish = st.builds(bytes.__add__, st.sampled_from(signatures), st.binary(max_size=64))
    bits = st.integers(0, 8 * len(contents.png()) - 1)
    flips = bits.map(lambda bit: _flipped(contents.png(), *divmod(bit, 8)))
    return drawn(profile, BINARY, rubbish) | drawn(profile, ("png",), flips)


ATTACK = Attack(
    id="content.broken-structure",
    title="A good beginning and a broken rest",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("full-decode",),
    cwe=(1286, 434),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *BINARY),
)
