"""File names that take long to judge.

What it does
    Sends an honest file under names that hold one thing again and again: words and blanks, dots,
    separators, combining marks, zeros, characters that grow when they are folded. Each is sent
    in growing lengths, and the processor time is compared.

Why it works
    Names are judged by patterns, and a pattern with one repetition inside another tries every
    way to cut a name that does not match: thirty characters are enough. Putting combining marks
    in order needs the square of their number.

Expected defence
    The length of a name is bounded before anything else looks at it, and patterns hold no
    repetition of a repetition.

References
    - CWE-1333, CWE-407
    - OWASP ASVS v5.0.0-1.3.12, v5.0.0-15.2.2; WSTG-BUSL-07
    - Unicode Standard Annex 15: normal forms, and the stream-safe format that bounds the marks
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity, Weight
from attacks.oracles.linear_cost import linear_cost
from attacks.strategies.ladders import Place, Pump, Scale, each_pumped, pumped, pumps
from attacks.uploads import honest

MARKS = "\u0315\u0300".encode()  # of two classes, in the wrong order
PUMPS: dict[str, Pump] = {
    "letters": Pump(token=b"a", after=b"!", scale=Scale.SHORT),
    "letters-and-dots": Pump(token=b"a", after=b".", scale=Scale.SHORT),
    "words": Pump(token=b"a ", after=b"!", scale=Scale.SHORT),
    "dots": Pump(token=b".", after=b"!", scale=Scale.SHORT),
    "extensions": Pump(token=b".txt", after=b"!", scale=Scale.SHORT),
    "many-letters": Pump(token=b"a"),
    "many-dots": Pump(token=b".", before=b"a"),
    "many-blanks": Pump(token=b" ", before=b"a", after=b"a"),
    "many-marks": Pump(token=MARKS, before=b"a"),
    "many-that-grow": Pump(token="\ufdfa".encode()),  # 18 characters once it is folded
    "many-climbs": Pump(token=b"../"),
    "many-percent-signs": Pump(token=b"%25"),
}
TOKENS = (
    *(b"a", b"1", b" ", b".", b"-", b"_", b"!", b"/", b"\\", b"%25", b".txt", b"(", b"\t"),
    *(MARKS, "é".encode(), "\ufdfa".encode(), "\u200d".encode(), b"\xff"),
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return what patterns and foldings are known to be slow for."""
    return each_pumped(profile, {name: (Place.NAME, pump) for name, pump in PUMPS.items()})


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any few tokens of a name, between any others."""
    return pumps(*TOKENS).map(lambda pump: pumped(profile, Place.NAME, pump))


ATTACK = Attack(
    id="cost.file-name",
    title="File names that take long to judge",
    severity=Severity.HIGH,
    controls=("regex-linear", "name-length", "canonicalise-once"),
    cwe=(1333, 407),
    asvs=("v5.0.0-1.3.12", "v5.0.0-15.2.2"),
    wstg=("WSTG-BUSL-07",),
    oracles=(linear_cost,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
