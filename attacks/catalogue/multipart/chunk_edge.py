"""Honest uploads whose end falls on the edge of a read.

What it does
    Sends valid forms whose whole length lies within three bytes of a multiple of 65,536, with
    contents that end in CR, LF or dashes.

Why it works
    Parsers read blocks of 64 KiB and keep back what may be the start of a delimiter. When
    the block ends inside the closing delimiter, the bytes kept back are easily counted
    twice or not at all: Werkzeug 3.1.5 to 3.1.9 stores one CR too many when the length is
    3 modulo 65,536. A stored file that differs from the sent one breaks its digest and
    what was checked.

Expected defence
    Every one is stored, to the last byte, wherever the reads happen to end.

References
    - CWE-354
    - OWASP ASVS v5.0.0-2.3.3, v5.0.0-1.5.3; WSTG-BUSL-01
    - https://github.com/pallets/werkzeug/issues/3285
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import CHUNK, GENERATED, Attack, Demand, Probe, Profile, Severity
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.strategies.framing import sized
from attacks.strategies.multipart import probe
from attacks.uploads import honest

NEAR = range(-3, 4)  # the delimiter's CRLF and first dash, and as many bytes before the edge
ENDINGS = {
    # looks like the delimiter's own line end
    "return": b"\r",
    "line-end": b"\r\n",
    "line-feed": b"\n",
    # looks like the delimiter's own start
    "dashes": b"\r\n--",
}
TAILS = (b"", b"\r", b"\n", b"\r\n", b"-", b"\r\n-", b"\r\n--", b"\r\r", b"--")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each length near the first two edges, and each ending at the worst of them."""
    plain = [(_name(k, d), k * CHUNK + d, b"") for k in (1, 2) for d in NEAR]
    ended = [
        (f"{_name(1, d)}-{name}", CHUNK + d, ending)
        for name, ending in ENDINGS.items()
        for d in (1, 2, 3)
    ]
    made = (_edge(profile, *row) for row in plain + ended)
    return tuple(each for each in made if each is not None)


def _name(blocks: int, offset: int) -> str:
    side = "plus" if offset > 0 else "minus"
    return f"{blocks}-block{'s' * (blocks > 1)}" + (f"-{side}-{abs(offset)}" if offset else "")


def _edge(profile: Profile, variant: str, total: int, ending: bytes) -> Probe | None:
    if total >= (profile.limits.body or total + 1):
        return None
    made = sized(profile, total, ending=ending)
    if made is None:
        return None
    form, file = made
    return probe(profile, form, variant=variant, demand=Demand.ACCEPT, file=file)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix block counts, distances and endings."""
    totals = st.builds(
        lambda blocks, offset: blocks * CHUNK + offset, st.integers(1, 4), st.integers(-8, 8)
    )
    edges = st.builds(
        lambda total, tail: _edge(profile, GENERATED, total, tail), totals, st.sampled_from(TAILS)
    )
    return edges.map(lambda edge: edge or honest(profile))


ATTACK = Attack(
    id="multipart.chunk-edge",
    title="Honest uploads that end on the edge of a read",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(354,),
    asvs=("v5.0.0-2.3.3", "v5.0.0-1.5.3"),
    wstg=("WSTG-BUSL-01",),
    oracles=(stored_bytes_equal_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
