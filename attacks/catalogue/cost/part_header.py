r"""Part headers that take long to read.

What it does
    Uploads an honest file whose part header holds one token again and again: semicolons, spaces,
    ``a=b``, backslashes in an open quote, short lines, folded lines. Each is sent in growing
    sizes, and the processor time is compared.

Why it works
    A header is read by a pattern that tries every way to cut it, or by a loop that begins anew
    at each token. Twice the length then takes four times as long, or for some patterns one
    character more takes twice as long: 26 backslashes, and a worker is busy for minutes.

Expected defence
    A part header is short: its length is bounded before it is read, and the reader goes through
    it once.

References
    - CWE-407, CWE-1333
    - OWASP ASVS v5.0.0-15.2.2, v5.0.0-1.3.12
    - CVE-2026-28356, CVE-2026-42561, CVE-2026-34827, CVE-2025-48976, CVE-2015-4024
    - Werkzeug 2.3.0 to 3.0.3 (spaces) and 3.0.4 to 3.1.8 (parameters)
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity, Weight
from attacks.oracles.linear_cost import linear_cost
from attacks.strategies.ladders import Place, Placed, Pump, Scale, each_pumped, pumped, pumps
from attacks.uploads import honest

PUMPS: dict[str, Placed] = {
    "semicolons": (Place.PARAMETERS, Pump(token=b";")),
    "parameters": (Place.PARAMETERS, Pump(token=b"; a=b")),
    "spaces": (Place.PARAMETERS, Pump(token=b" ", before=b"; a", after=b"=b")),
    "spaces-at-the-end": (Place.PARAMETERS, Pump(token=b" ", after=b"x")),
    "backslashes": (Place.PARAMETERS, Pump(token=b"\\\\", before=b'; a="', scale=Scale.SHORT)),
    "escaped-letters": (Place.PARAMETERS, Pump(token=b"\\a", before=b'; a="')),
    "open-quotes": (Place.PARAMETERS, Pump(token=b'"', before=b"; a=")),
    "odd-parameter": (Place.PARAMETERS, Pump(token=b'!filename="1', before=b";")),
    "continued-name": (Place.PARAMETERS, Pump(token=b'; a*0="b"')),
    "type-parameters": (Place.MEDIA_TYPE, Pump(token=b"; a=b")),
    "type-backslashes": (Place.MEDIA_TYPE, Pump(token=b"\\", before=b'; !="', scale=Scale.SHORT)),
    "lines": (Place.LINES, Pump(token=b"a:b\r\n", after=b"c:d")),
    "folded-lines": (Place.LINES, Pump(token=b"\r\n a", before=b"X-Note: a")),
    "one-line": (Place.LINES, Pump(token=b"a", before=b"X-Note: ")),
    "no-colon": (Place.LINES, Pump(token=b"a")),
    "same-line": (Place.LINES, Pump(token=b"Content-Type: a/b\r\n", after=b"c:d")),
}
PLACES = (Place.PARAMETERS, Place.MEDIA_TYPE, Place.LINES)
TOKENS = (
    *(b" ", b";", b"=", b'"', b"\\", b"a", b"a=b", b"; a=b", b"\t", b"'", b"*", b"*0=", b"%41"),
    *(b",", b"/", b"!", b":", b"\r\n ", b"\r\na:", b"\xff"),
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the tokens that parsers are known to have been slow for."""
    return each_pumped(profile, PUMPS)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any few of a header's tokens, between any others."""
    return st.builds(
        lambda place, pump: pumped(profile, place, pump), st.sampled_from(PLACES), pumps(*TOKENS)
    )


ATTACK = Attack(
    id="cost.part-header",
    title="Part headers that take long to read",
    severity=Severity.HIGH,
    controls=("malformed-multipart", "regex-linear"),
    cwe=(407, 1333),
    asvs=("v5.0.0-15.2.2", "v5.0.0-1.3.12"),
    oracles=(linear_cost,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
