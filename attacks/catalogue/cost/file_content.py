"""Files that take long to check, for their structure and not for their size.

What it does
    Sends files of the accepted types that hold one small thing again and again: chunks, segments,
    comments, brackets, quotes, members of an archive. Each is sent in growing sizes, and the
    processor time is compared.

Why it works
    A checker walks through the structure, and often does at each step what it should do once:
    it searches from the start, copies the rest, compares each member with all others. Nothing is
    unpacked, so that no limit on what comes out of a file helps.

Expected defence
    Chunks and members are bounded in number, each is looked at once, and what parses a file does
    so under a limit of processor time.

References
    - CWE-407, CWE-405
    - OWASP ASVS v5.0.0-15.2.2, v5.0.0-5.2.3
    - CVE-2021-28675 (PSD layers), CVE-2022-24859 (PDF inline images)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Probe,
    Profile,
    Sample,
    SentFile,
    Severity,
    Weight,
)
from attacks.oracles.linear_cost import linear_cost
from attacks.strategies import images
from attacks.strategies.archives import Member, zipped
from attacks.strategies.ladders import Pump, Scale, climbing, lengths, pumps
from attacks.strategies.typed import honest_each, of_types
from attacks.uploads import upload

MEMBERS = (500, 2_000)
TEXT_CHUNK = images.png_chunk(b"tEXt", b"k\0v")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A pump inside a file of one type, behind its first bytes."""

    extension: str
    behind: int
    pump: Pump


INSIDE: dict[str, Inside] = {
    "png-chunks": Inside(extension="png", behind=images.HEAD, pump=Pump(token=TEXT_CHUNK)),
    "gif-comments": Inside(
        extension="gif", behind=images.SCREEN, pump=Pump(token=b"!\xfe\x01a\x00")
    ),
    "jpeg-comments": Inside(extension="jpg", behind=20, pump=Pump(token=b"\xff\xfe\x00\x03a")),
    "jpeg-padding": Inside(extension="jpg", behind=20, pump=Pump(token=b"\xff")),
    "pdf-brackets": Inside(extension="pdf", behind=9, pump=Pump(token=b"[")),
    "pdf-objects": Inside(extension="pdf", behind=9, pump=Pump(token=b"1 0 obj<<")),
    "pdf-comments": Inside(extension="pdf", behind=9, pump=Pump(token=b"%\n")),
    "csv-quotes": Inside(extension="csv", behind=0, pump=Pump(token=b'"')),
    "csv-commas": Inside(extension="csv", behind=0, pump=Pump(token=b",")),
    "text-brackets": Inside(extension="txt", behind=0, pump=Pump(token=b"[")),
    "text-tags": Inside(extension="txt", behind=0, pump=Pump(token=b"<a ")),
    "text-words": Inside(
        extension="txt", behind=0, pump=Pump(token=b"a ", after=b"!", scale=Scale.SHORT)
    ),
}
POINTS = {"png": images.HEAD, "gif": images.SCREEN, "jpg": 20, "pdf": 9, "csv": 0, "txt": 0}
TOKENS = (
    *(TEXT_CHUNK, b"!\xfe\x01a\x00", b"\xff", b"\xff\xfe\x00\x03a", b"[", b"<<", b"obj", b"%"),
    *(b"\n", b" ", b'"', b",", b"<a ", b"&a;", b"{", b"\0", b"a"),
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the floods of the accepted types."""
    inside = (
        _inside(profile, sample, each.behind, each.pump, name)
        for name, each in INSIDE.items()
        for sample in of_types(profile, each.extension)
    )
    return (*inside, *_members(profile))


def _inside(
    profile: Profile, sample: Sample, behind: int, pump: Pump, variant: str = GENERATED
) -> Probe:
    head, tail = sample.content[:behind], sample.content[behind:]
    sizes = lengths(profile, pump.scale, len(pump.token))
    contents = (Body((head, *pump.pieces(size), tail)) for size in sizes)
    return _growing(profile, sample, contents, variant)


def _members(profile: Profile) -> tuple[Probe, ...]:
    """Return archives of many members, whose names are told apart by their last letters only."""
    archives = (
        Body((zipped(Member(name=b"a/%06d.txt" % n, data=b"") for n in range(count)),))
        for count in MEMBERS
    )
    return tuple(
        _growing(profile, sample, archives, "zip-members") for sample in of_types(profile, "zip")
    )


def _growing(
    profile: Profile, sample: Sample, contents: Iterable[Body], variant: str = GENERATED
) -> Probe:
    name, kind = f"growing.{sample.extension}".encode(), sample.media_type.encode()
    files = (SentFile(filename=name, content=each, media_type=kind) for each in contents)
    return climbing((upload(profile, file).request for file in files), variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any few pieces of a format behind the head of any accepted type."""
    points = [
        (sample, behind)
        for extension, behind in POINTS.items()
        for sample in of_types(profile, extension)
    ]
    if not points:
        return st.nothing()
    return st.builds(
        lambda point, pump: _inside(profile, point[0], point[1], pump),
        st.sampled_from(points),
        pumps(*TOKENS),
    )


ATTACK = Attack(
    id="cost.file-content",
    title="Files that take long to check",
    severity=Severity.HIGH,
    controls=("sandboxed-processing", "archive-entry-count", "full-decode"),
    cwe=(407, 405),
    asvs=("v5.0.0-15.2.2", "v5.0.0-5.2.3"),
    oracles=(linear_cost,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *POINTS, "zip"),
    weight=Weight.HEAVY,
)
