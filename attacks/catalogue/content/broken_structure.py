"""The right first bytes, and a file that is none.

What it does
    Uploads files that begin as their type and go on as nothing: rubbish behind the signature,
    files cut in the middle, checksums and lengths that are wrong.

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
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies import contents
from attacks.strategies.contents import HONEST
from attacks.strategies.typed import BINARY, drawn, from_tables, honest_each

MAGIC = {"png": 8, "jpg": 3, "gif": 6, "webp": 16, "pdf": 9, "zip": 4}
RUBBISH = b"\xde\xad\xbe\xef" * 32


def _swapped(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return *data* with its one *old* replaced."""
    head, _, tail = data.partition(old)
    return head + new + tail


def _common(extension: str) -> dict[str, bytes]:
    data, end = HONEST[extension].content, MAGIC[extension]
    return {
        "only-a-signature": data[:end],
        "signature-and-rubbish": data[:end] + RUBBISH,
        "cut-in-the-middle": data[: len(data) // 2],
        # a PDF ends in a word and a line end
        "end-mark-missing": data[:-8] if extension in {"pdf", "png"} else data[:-2],
    }


TABLES = {
    "png": {
        **_common("png"),
        "wrong-checksum": contents.png()[:29] + b"\0\0\0\0" + contents.png()[33:],
        "chunk-too-long": _swapped(contents.png(), b"\0\0\0\x0aIDAT", b"\0\0\xff\xffIDAT"),
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
    """Put rubbish behind any signature."""
    signatures = [HONEST[extension].content[:end] for extension, end in MAGIC.items()]
    return drawn(
        profile,
        BINARY,
        st.builds(bytes.__add__, st.sampled_from(signatures), st.binary(max_size=64)),
    )


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
