"""An archive that unpacks to a thousand times its size.

What it does
    Uploads archives of a few hundred bytes that unpack to half a megabyte of zeros, that say
    they hold gigabytes, and, where the limit is known, that hold one byte more.

Why it works
    A limit on the upload does not bound what comes out of it. Whoever unpacks the file, now or
    in a later job, fills the disk.

Expected defence
    The sizes that the members state are added up, and compared with a limit and with the size
    of the archive, before anything is unpacked.

References
    - CWE-409
    - OWASP ASVS v5.0.0-5.2.3; WSTG-BUSL-09
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.archives import Member, zeros, zipped
from attacks.strategies.typed import drawn, from_tables, holding, honest_each, of_types

HALF = 512 * 1024
MOST = 16 * 1024 * 1024  # what we ourselves are ready to pack
TABLES = {
    "zip": {
        "thousandfold": zipped([zeros(HALF)]),
        "thousandfold-among-others": zipped([Member(), zeros(HALF), Member(name=b"z.txt")]),
        "says-gigabytes": zipped([Member(packed=True, claims=0xFFFF_FFF0)]),
    }
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the bombs, then what is just over a known limit."""
    return (*from_tables(profile, TABLES), *_over(profile))


def _over(profile: Profile) -> tuple[Probe, ...]:
    limit = profile.limits.unpacked
    if limit is None or limit > MOST:
        return ()
    return tuple(
        holding(profile, sample, zipped([zeros(limit + 1)]), variant="one-byte-over")
        for sample in of_types(profile, "zip")
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw how many members make the bomb together."""
    return drawn(profile, ("zip",), st.integers(1, 8).map(_parts))


@cache
def _parts(count: int) -> bytes:
    data = bytes(HALF)
    return zipped(Member(name=b"%d.txt" % n, data=data, packed=True) for n in range(count))


ATTACK = Attack(
    id="archive.total-size",
    title="An archive that unpacks to too much",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("archive-total-size",),
    cwe=(409,),
    asvs=("v5.0.0-5.2.3",),
    wstg=("WSTG-BUSL-09",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
)
