"""One request for a file many times over.

What it does
    Asks for hundreds of ranges of a stored file: each the whole of it, each one byte, each
    overlapping the last, and some that cannot be met.

Why it works
    A small request becomes an answer of many parts, each with a header of its own, and some
    servers prepare all of them in memory before they send any (CVE-2011-3192).

Expected defence
    One range at most; more are answered with the whole file, or with 416.

References
    - CWE-770
    - OWASP ASVS v5.0.0-2.4.1, v5.0.0-15.2.2; WSTG-BUSL-05
    - RFC 9110, sections 14.2 and 17.15; CVE-2011-3192
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Probe, Profile, Severity
from attacks.oracles.bounded_ranges import bounded_ranges
from attacks.uploads import honest
from attacks.visits import asking, stored_then

MANY = 700  # about 4 kB, which every server takes as a header
RANGES = {
    # each the whole file
    "whole-each": ",".join(["0-"] * MANY),
    # the last byte, from behind
    "last-byte-each": ",".join(["-1"] * MANY),
    # each a byte more than the one before
    "growing": ",".join(f"0-{number}" for number in range(MANY)),
    # two neighbours, again and again
    "overlapping": ",".join(["0-9,5-14"] * (MANY // 2)),
    # one that can be met among many that cannot
    "mostly-beyond": ",".join(["999999999-"] * (MANY // 3) + ["0-"]),
    # each byte by itself
    "each-byte": ",".join(f"{number}-{number}" for number in range(MANY // 2)),
    # no byte, from behind
    "nothing-from-behind": ",".join(["-0"] * MANY),
    # ends before it begins
    "backwards": ",".join(["9-0"] * MANY),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each set of ranges."""
    return tuple(_probe(profile, ranges, variant) for variant, ranges in RANGES.items())


def _probe(profile: Profile, ranges: str, variant: str = GENERATED) -> Probe:
    headers = ((b"Range", f"bytes={ranges}".encode()),)
    return stored_then(profile, asking("{url}", about=0, headers=headers), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any two ranges."""
    ends = st.integers(0, 40)
    one = st.one_of(
        st.builds(lambda first, size: f"{first}-{first + size}", ends, ends),
        ends.map(lambda first: f"{first}-"),
        ends.map(lambda last: f"-{last}"),
    )
    return st.builds(
        lambda first, second, times: _probe(profile, ",".join([first, second] * times)),
        one,
        one,
        st.sampled_from((2, 20, 200)),
    )


ATTACK = Attack(
    id="serving.many-ranges",
    title="One request for a file many times over",
    severity=Severity.MEDIUM,
    controls=("download-limits",),
    cwe=(770,),
    asvs=("v5.0.0-2.4.1", "v5.0.0-15.2.2"),
    wstg=("WSTG-BUSL-05",),
    oracles=(bounded_ranges,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
