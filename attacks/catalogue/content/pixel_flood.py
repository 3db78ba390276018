"""A small file that claims to be an enormous picture.

What it does
    Uploads pictures of a few dozen bytes whose headers claim thousands of millions of pixels;
    and, where the limit is known, a picture that is one row over it and has all of its pixels.

Why it works
    Memory goes by what the header claims and not by the size of the file. Whoever makes a
    thumbnail of it, now or in a nightly job, allocates gigabytes for sixty bytes.

Expected defence
    Width times height is read from the header and refused over a limit, before anything is
    decoded.

References
    - CWE-789, CWE-770
    - OWASP ASVS v5.0.0-5.2.6; WSTG-BUSL-09
"""

from __future__ import annotations

from math import isqrt

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.limit_enforced import limit_enforced
from attacks.strategies.images import claiming, filled
from attacks.strategies.typed import (
    IMAGES,
    Tables,
    drawn,
    from_tables,
    holding,
    honest_each,
    of_types,
)

SIDE = 50_000
# One row more than what Pillow warns of, and than twice that, which it refuses.
WARNS, REFUSES = (9_460, 9_460), (13_378, 13_378)
LARGEST_WEBP = 16_384  # what 14 bits hold
MOST_FILLED = 100_000_000  # pixels of one bit: twelve megabytes once decoded
TABLES: Tables = {
    "png": {
        "claims-all": claiming("png", SIDE, SIDE),
        "claims-what-pillow-warns-of": claiming("png", *WARNS),
        "claims-what-pillow-refuses": claiming("png", *REFUSES),
        "claims-one-long-row": claiming("png", 2**31 - 1, 1),
    },
    **{e: {"claims-all": claiming(e, SIDE, SIDE)} for e in ("jpg", "gif")},
    "webp": {"claims-all": claiming("webp", LARGEST_WEBP, LARGEST_WEBP)},
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the absurd claim of each accepted type, then the honest one over a known limit."""
    return (*from_tables(profile, TABLES), *_just_over(profile))


def _just_over(profile: Profile) -> tuple[Probe, ...]:
    limit = profile.limits.pixels
    if limit is None or limit > MOST_FILLED:
        return ()
    side = isqrt(limit) + 1
    return tuple(
        holding(profile, sample, filled(side, side), variant="one-row-over")
        for sample in of_types(profile, "png")
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Claim any absurd size."""
    sides = st.integers(SIDE, 65_535)
    claims = st.builds(claiming, st.sampled_from(("png", "jpg", "gif")), sides, sides)
    return drawn(profile, IMAGES, claims)


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the honest picture of each accepted type."""
    return honest_each(profile, *IMAGES)


ATTACK = Attack(
    id="content.pixel-flood",
    title="More pixels than anybody can decode",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("pixel-limit",),
    cwe=(789, 770),
    asvs=("v5.0.0-5.2.6",),
    wstg=("WSTG-BUSL-09",),
    oracles=(limit_enforced,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
