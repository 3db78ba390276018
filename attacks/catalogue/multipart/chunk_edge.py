"""Honest uploads that the edge of a read cuts where it hurts.

What it does
    Sends valid forms of which some block of 65,536 bytes ends at a chosen place: around the
    end of the body, inside the closing delimiter, at the end of the file, at the end of its
    part's header; with contents that end in CR, LF or dashes, or hold one early line end and
    no other.

Why it works
    Parsers read blocks of 64 KiB and keep back what may be the start of a delimiter. Where
    the block ends inside one, the bytes kept back are easily counted twice or not at all.
    Werkzeug 3.1.5 to 3.1.9 stores one CR too many when the length is 3 modulo 65,536; its
    releases since 2.3.0 went wrong at five other places, most of them the price of mending
    another. A stored file that differs from the sent one breaks its digest and what was
    checked.

Expected defence
    Every one is stored, to the last byte, wherever the reads happen to end.

References
    - CWE-354
    - OWASP ASVS v5.0.0-2.3.3, v5.0.0-1.5.3; WSTG-BUSL-01
    - https://github.com/pallets/werkzeug/issues/2658, 2761, 3065, 3077, 3088 and 3285
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from attacks.model import (
    CHUNK,
    GENERATED,
    Attack,
    Body,
    Demand,
    Fill,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.strategies.edges import CLOSING, PLACES, ending_after, headed, text_holding
from attacks.strategies.framing import sized
from attacks.strategies.multipart import probe
from attacks.uploads import honest
from attacks.wire.multipart import Form

NEAR = range(-3, 4)  # the delimiter's CRLF and first dash, and as many bytes before the edge
ENDINGS = {
    # looks like the delimiter's own line end
    "return": b"\r",
    "line-end": b"\r\n",
    "line-feed": b"\n",
    # looks like the delimiter's own start
    "dashes": b"\r\n--",
}
# A last line that is longer than the delimiter: some readers look no further back than that.
LONG_LINE = b"\n" + b"x" * 80
CONTENTS = {
    "early-line-feed": Body((b"x\n", Fill(pattern=b"x", size=CHUNK))),
    "early-line-end": Body((b"x\r\n", Fill(pattern=b"x", size=CHUNK))),
    "small-return": Body((b"An honest line.\r",)),
    "small-line-end": Body((b"An honest line.\r\n",)),
}
TAILS = (b"", b"\r", b"\n", b"\r\n", b"-", b"\r\n-", b"\r\n--", b"\r\r", b"--", LONG_LINE)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each length near the first two edges, the worst endings, and each other place."""
    made = (*_lengths(profile), *_headers(profile), *_contents(profile))
    return tuple(each for each in made if each is not None)


def _lengths(profile: Profile) -> Iterator[Probe | None]:
    for blocks in (1, 2):
        for offset in NEAR:
            yield _edge(profile, _name(blocks, offset), blocks * CHUNK + offset, b"")
    for name, ending in ENDINGS.items():
        for offset in (1, 2, 3):
            yield _edge(profile, f"{_name(1, offset)}-{name}", CHUNK + offset, ending)
    for name in PLACES:
        yield _edge(profile, f"edge-after-{name}", CHUNK + ending_after(name), LONG_LINE)


def _name(blocks: int, offset: int) -> str:
    side = "plus" if offset > 0 else "minus"
    return f"{blocks}-block{'s' * (blocks > 1)}" + (f"-{side}-{abs(offset)}" if offset else "")


def _edge(profile: Profile, variant: str, total: int, ending: bytes) -> Probe | None:
    return _legal(profile, variant, sized(profile, total, ending=ending))


def _headers(profile: Profile) -> Iterator[Probe | None]:
    yield _header(profile, "edge-after-header", 0)
    yield _header(profile, "edge-inside-header", 1)


def _header(profile: Profile, variant: str, beyond: int) -> Probe | None:
    """Let the first block end *beyond* bytes before the end of the file's part header."""
    return _legal(profile, variant, headed(profile, beyond))


def _contents(profile: Profile) -> Iterator[Probe | None]:
    for variant, content in CONTENTS.items():
        yield _legal(profile, variant, text_holding(profile, content))


def _legal(profile: Profile, variant: str, made: tuple[Form, SentFile] | None) -> Probe | None:
    """Return the probe, unless a limit of the target may refuse it."""
    if made is None:
        return None
    form, file = made
    limits = profile.limits
    body, content = form.body().size, file.content.size
    if body >= (limits.body or body + 1) or content >= (limits.file or content + 1):
        return None
    return probe(profile, form, variant=variant, demand=Demand.ACCEPT, file=file)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix block counts, places and endings."""
    places = st.integers(-8, 8) | st.integers(0, CLOSING)
    totals = st.builds(lambda blocks, offset: blocks * CHUNK + offset, st.integers(1, 3), places)
    edges = st.builds(
        lambda total, tail: _edge(profile, GENERATED, total, tail), totals, st.sampled_from(TAILS)
    )
    heads = st.integers(-8, 8).map(lambda beyond: _header(profile, GENERATED, beyond))
    return (edges | heads).map(lambda edge: edge or honest(profile))


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
