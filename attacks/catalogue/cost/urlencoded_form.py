"""Forms in the other encoding, which take long to read.

What it does
    Posts an `application/x-www-form-urlencoded` body to the upload endpoint that holds one thing
    again and again: fields without a value, semicolons, equal names, brackets, percent signs. Each
    is sent in growing sizes, and the processor time is compared.

Why it works
    A framework that reads forms reads both encodings, and the limits of the one are easily
    forgotten in the other. Where ``;`` separates too, a reader that looks for ``&`` and then for
    ``;`` goes through the rest of the body at each field.

Expected defence
    An upload endpoint takes multipart and nothing else (415), before it reads the body. Else the
    same limits hold for both encodings.

References
    - CWE-407, CWE-770
    - OWASP ASVS v5.0.0-15.2.2, v5.0.0-4.1.5
    - CVE-2026-53539, CVE-2026-54283, CVE-2026-128126, CVE-2025-61919, CVE-2025-46727
    - WHATWG URL Standard, application/x-www-form-urlencoded parsing
"""

from __future__ import annotations

from urllib.parse import urlencode

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Probe, Profile, Request, Severity, Weight
from attacks.oracles.linear_cost import linear_cost
from attacks.strategies.ladders import Pump, climbing, lengths, pumps
from attacks.uploads import honest

FORM = (b"Content-Type", b"application/x-www-form-urlencoded")
PUMPS = {
    "semicolons": Pump(token=b"a;"),
    "pairs-with-semicolons": Pump(token=b"a=b;"),
    "pairs": Pump(token=b"a=b&"),
    "ampersands": Pump(token=b"&"),
    "equals": Pump(token=b"="),
    "percent-signs": Pump(token=b"%"),
    "encoded": Pump(token=b"%2525"),
    "brackets": Pump(token=b"[", before=b"a", after=b"=b"),
    "nested": Pump(token=b"[a]", before=b"a", after=b"=b"),
    "one-name": Pump(token=b"a"),
}
TOKENS = (b"a", b"=", b"&", b";", b"%", b"%25", b"+", b"[", b"]", b"[]", b".", b"\xff", b"\r\n")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return what readers of this encoding are known to have been slow for."""
    return tuple(_posted(profile, pump, name) for name, pump in PUMPS.items())


def _posted(profile: Profile, pump: Pump, variant: str = GENERATED) -> Probe:
    fields = urlencode(profile.fields).encode()
    before = fields + b"&" if fields else b""
    path = profile.endpoint.encode()
    bodies = (
        Body((before, *pump.pieces(size))) for size in lengths(profile, pump.scale, len(pump.token))
    )
    return climbing((Request(path=path, headers=(FORM,), body=body) for body in bodies), variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any few tokens of the encoding, between any others."""
    return pumps(*TOKENS).map(lambda pump: _posted(profile, pump))


ATTACK = Attack(
    id="cost.urlencoded-form",
    title="Forms in the other encoding, which take long to read",
    severity=Severity.HIGH,
    controls=("request-media-type", "part-limits"),
    cwe=(407, 770),
    asvs=("v5.0.0-15.2.2",),
    oracles=(linear_cost,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
