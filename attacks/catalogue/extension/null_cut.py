"""A byte that ends the name early, before the allowed extension.

What it does
    Sends an honest file under an active extension, a NUL, a line end or a byte that is no
    character, and then the allowed extension; raw and percent-encoded.

Why it works
    The check reads to the end of the string, C code reads to the NUL: the name passes as
    ``.png`` and is written as ``.php``. A pattern that ends in ``$`` matches before a final
    line feed, and ``.`` matches none, so a line end splits the name for one reader only.

Expected defence
    Refuse control characters, raw and after the only decoding there is. Never decode a
    name again after it was checked.

References
    - CWE-158, CWE-626, CWE-434
    - OWASP ASVS v5.0.0-2.2.1, v5.0.0-5.2.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest

NAMES = {
    "nul": b"report.BAD\x00.GOOD",
    "nul-encoded": b"report.BAD%00.GOOD",
    "nul-encoded-twice": b"report.BAD%2500.GOOD",
    "nul-overlong-utf8": b"report.BAD\xc0\x80.GOOD",  # Java's own UTF-8 for U+0000
    "nul-at-end": b"report.BAD\x00",
    "line-feed": b"report.BAD\n.GOOD",
    "line-feed-encoded": b"report.BAD%0a.GOOD",
    "line-feed-at-end": b"report.BAD\n",
    "carriage-return": b"report.BAD\r.GOOD",
    "carriage-return-encoded": b"report.BAD%0d.GOOD",
    "high-byte": b"report.BAD\xff.GOOD",
    "high-byte-at-end": b"report.BAD\xff",  # dropped by a decoder that ignores errors
    "allowed-line-feed": b"report.GOOD\n",
}

CUTS = (b"\x00", b"\n", b"\r", b"%00", b"%0a", b"%0d", b"%2500", b"\xc0\x80", b"\xff", b"\x1a")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to end the name."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put one or two such bytes between an active extension and the allowed one, or none."""
    bad = extensions.active(profile).map(lambda extension: b"report." + extension.encode())
    cut = st.lists(st.sampled_from(CUTS), min_size=1, max_size=2).map(b"".join)
    end = st.sampled_from((b"." + profile.sample.extension.encode(), b""))
    return generated(profile, st.tuples(bad, cut, end).map(b"".join))


ATTACK = Attack(
    id="extension.null-cut",
    title="A byte that ends the name before the allowed extension",
    severity=Severity.HIGH,
    controls=("control-characters",),
    cwe=(158, 626, 434),
    asvs=("v5.0.0-2.2.1", "v5.0.0-5.2.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
