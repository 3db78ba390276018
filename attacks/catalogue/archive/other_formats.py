"""Archives that are not the accepted kind, and what only they can hold.

What it does
    Uploads tar archives under their own names, with hard links, devices, members that run with
    their owner's rights, names that climb or are told twice; bombs packed by gzip, bzip2 and xz;
    and the same under the name of an accepted archive.

Why it works
    A check that knows zip knows nothing of hard links, of pax headers that rename a member, of
    a second stream behind the first. An unpacker finds out by itself what it was given: the tar
    archive that is called ``.zip`` is unpacked as one, past the check.

Expected defence
    Only the formats that a check exists for are accepted, and told by their bytes. To unpack
    tar takes a filter for members, such as Python's ``data_filter``.

References
    - CWE-22, CWE-59, CWE-62, CWE-409, CWE-434
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-5.2.3, v5.0.0-5.2.5, v5.0.0-5.3.3; WSTG-BUSL-08, WSTG-BUSL-09
    - CVE-2007-4559, CVE-2025-4517 (tarfile); CVE-2025-59682 (Django)
"""

from __future__ import annotations

import tarfile
import tempfile

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Confidence,
    Demand,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.tars import PACKERS, Entry, cpio, gzipped, tarred
from attacks.strategies.typed import drawn, from_tables, honest_each
from attacks.uploads import upload

ELSEWHERE = f"{tempfile.gettempdir()}/gauntlet-slip.txt"
CLIMB = "../" * 12 + ELSEWHERE[1:]
MEBIBYTE = 1024 * 1024
TARS = {
    "climb": [Entry(name=CLIMB)],
    "absolute": [Entry(name=ELSEWHERE)],
    # a folder whose name begins as that of the one that is unpacked to
    "sibling": [Entry(name="../uploads-gauntlet/a.txt")],
    "hard-link": [Entry(name="a.txt", kind=tarfile.LNKTYPE, target="../app.py")],
    "link": [Entry(name="a.txt", kind=tarfile.SYMTYPE, target="/etc/passwd")],
    "written-through": [
        Entry(name="d", kind=tarfile.SYMTYPE, target=".."),
        Entry(name="d/gauntlet-slip.txt"),
    ],
    "device": [Entry(name="a.txt", kind=tarfile.CHRTYPE)],
    "pipe": [Entry(name="a.txt", kind=tarfile.FIFOTYPE)],
    "set-user": [Entry(name="a.txt", mode=0o4755)],
    "same-name": [Entry(), Entry(data=b"Another text.\n")],
    # one name for who knows pax headers, another for who does not
    "renamed": [Entry(name="a.txt", again=CLIMB)],
    "says-gigabytes": [Entry(claims=8 * 1024 * MEBIBYTE)],
    "module": [Entry(name="settings/__init__.py", data=b"\n")],
}
KINDS = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.REGTYPE, tarfile.CHRTYPE)
TARGETS = ("/etc/passwd", "../app.py", "..", "/", "a.txt", "d/../../x", "C:\\x")
PIECES = ("../", "./", "/", "a/", "..\\", "d/", "//")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each archive under its own name, then each format under an accepted one."""
    known = {sample.extension for sample in profile.accepted}
    own = (*_own(), ("cpio", "cpio", cpio(CLIMB.encode())))
    return (
        *(_named(profile, *each) for each in own if each[1] not in known),
        *from_tables(profile, {"zip": _disguised()}),
    )


def _own() -> tuple[tuple[str, str, bytes], ...]:
    tars = tuple((f"{name}-tar", "tar", tarred(entries)) for name, entries in TARS.items())
    bombs = (
        (f"bomb-{extension}", extension, pack(bytes(MEBIBYTE)))
        for extension, pack in PACKERS.items()
    )
    twice = gzipped(b"An honest line of text.\n") * 200  # a stream behind the other
    packed = gzipped(tarred(TARS["climb"]))
    return (
        *tars,
        *bombs,
        ("many-streams-gz", "gz", twice),
        ("climb-tgz", "tgz", packed),
        ("calls-itself-tgz", "tgz", _of_its_own_name(5)),
    )


def _of_its_own_name(levels: int) -> bytes:
    """Return an archive that holds one of its own name, so many times: a quine with an end."""
    data = gzipped(tarred([Entry()]))
    for _ in range(levels):
        data = gzipped(tarred([Entry(name="archive.tgz", data=data)]))
    return data


def _disguised() -> dict[str, bytes]:
    plain = {"tar": tarred(TARS["climb"]), "cpio": cpio(b"../a")}
    packed = {name: pack(bytes(MEBIBYTE)) for name, pack in PACKERS.items()}
    heads = {"seven-zip": b"7z\xbc\xaf\x27\x1c\0\x04", "rar": b"Rar!\x1a\x07\x01\0"}
    return {f"{name}-as": data for name, data in {**plain, **packed, **heads}.items()}


def _named(profile: Profile, variant: str, extension: str, data: bytes) -> Probe:
    file = SentFile(
        filename=f"archive.{extension}".encode(),
        content=Body((data,)),
        media_type=b"application/octet-stream",
    )
    return Probe(steps=(upload(profile, file, demand=Demand.REFUSE),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Compose a tar of links and names that climb, plain or packed, under either name."""
    names = st.lists(st.sampled_from(PIECES), max_size=4).map(lambda p: "".join(p) + "a.txt")
    entries = st.builds(
        lambda name, kind, target: Entry(name=name, kind=kind, target=target),
        names,
        st.sampled_from(KINDS),
        st.sampled_from(TARGETS),
    )
    tars = st.lists(entries, min_size=1, max_size=3).map(tarred)
    archives = tars | tars.map(gzipped)
    own = archives.map(lambda data: _named(profile, GENERATED, "tar", data))
    return own | drawn(profile, ("zip",), archives)


ATTACK = Attack(
    id="archive.other-formats",
    title="An archive of a kind that nobody checks",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("extension-allowlist", "signature-matches-extension"),
    cwe=(22, 59, 62, 409, 434),
    asvs=("v5.0.0-5.2.2", "v5.0.0-5.2.3", "v5.0.0-5.2.5", "v5.0.0-5.3.3"),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
)
