"""An archive whose headers lie about what is in it.

What it does
    Uploads archives with a member that says ten bytes and holds half a megabyte, or four, with
    many members that share the same bytes, with two headers of one member that differ, and
    archives in archives.

Why it works
    A check that adds up what the headers say is as good as the headers, and those are the
    client's. Overlapping members made ten megabytes out of ten thousand, past every limit on a
    single one; what lies one level down is looked at by nobody.

Expected defence
    What comes out is counted while it comes out. Members that overlap, headers that differ and
    archives in archives are refused.

References
    - CWE-409, CWE-674
    - OWASP ASVS v5.0.0-5.2.3; WSTG-BUSL-09
    - David Fifield, A better zip bomb (2019)
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies import contents
from attacks.strategies.archives import Member, nested, zipped
from attacks.strategies.typed import Tables, drawn, from_tables, honest_each

KIB = 1024
SAID = 10


def _lying(size: int, said: int = SAID) -> bytes:
    return zipped([Member(name=b"a.txt", data=bytes(size), packed=True, claims=said)])


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
        "archive-in-archive": nested(1),
        "three-levels": nested(3),
    }
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each lie."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw what is said and what is there."""
    sizes = st.integers(1, 4 * KIB)
    lies = st.tuples(sizes, sizes).filter(lambda pair: pair[0] != pair[1])
    return drawn(profile, ("zip",), lies.map(lambda pair: _lying(*pair)))


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
