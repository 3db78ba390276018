"""Forms that take long to read, whatever is in their parts.

What it does
    Uploads an honest file in a form that is filled up with one thing again and again: line ends
    before the first part or behind the last, parts of a few bytes, parts that are forms
    themselves, beginnings of the boundary. Each is sent in growing sizes, and the processor time
    is compared.

Why it works
    What is no boundary must be told from one, byte by byte; a reader that keeps what it has seen
    and looks through all of it again at each read needs the square of the time. So does one that
    joins or copies at each part, and one that logs each byte is slower still.

Expected defence
    A reader looks at each byte once, and keeps no more than a boundary's length. What stands
    before, between and behind the parts is bounded, and so is their number.

References
    - CWE-407, CWE-770
    - OWASP ASVS v5.0.0-15.2.2
    - CVE-2023-46136, CVE-2024-53981, CVE-2026-40347, CVE-2025-61770, CVE-2023-25577
    - RFC 2046, section 5.1.1
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity, Weight
from attacks.oracles.linear_cost import linear_cost
from attacks.strategies.ladders import Place, Placed, Pump, Scale, each_pumped, pumped, pumps
from attacks.uploads import honest
from attacks.wire.multipart import BOUNDARY

START = b"--" + BOUNDARY + b"\r\n"
TINY = START + b'Content-Disposition: form-data; name="n"\r\n\r\n\r\n'
FORM_IN_FORM = (
    START + b'Content-Disposition: form-data; name="n"\r\n'
    b"Content-Type: multipart/mixed; boundary=n\r\n\r\n--n--\r\n\r\n"
)
TORN = b"\r\n--" + BOUNDARY[:-1]

PUMPS: dict[str, Placed] = {
    "line-ends-before": (Place.PREAMBLE, Pump(token=b"\r\n", after=b"\r\n")),
    "junk-before": (Place.PREAMBLE, Pump(token=b"a", after=b"\r\n")),
    "torn-boundaries-before": (Place.PREAMBLE, Pump(token=TORN, after=b"\r\n")),
    "line-ends-behind": (Place.EPILOGUE, Pump(token=b"\r\n")),
    "junk-behind": (Place.EPILOGUE, Pump(token=b"a")),
    "tiny-parts": (Place.PARTS, Pump(token=TINY)),
    "parts-without-end": (Place.PARTS, Pump(token=START)),
    "forms-in-forms": (Place.PARTS, Pump(token=FORM_IN_FORM)),
    "carriage-returns": (Place.CONTENT, Pump(token=b"\r")),
    "torn-boundaries": (Place.CONTENT, Pump(token=TORN)),
    "hyphens": (Place.CONTENT, Pump(token=b"--", before=b"\r\n")),
    "one-line-end": (Place.CONTENT, Pump(token=b"a", before=b"\r\n", scale=Scale.HUGE)),
    "one-carriage-return": (Place.CONTENT, Pump(token=b"a", before=b"\r", scale=Scale.HUGE)),
}
PLACES = (Place.PREAMBLE, Place.CONTENT, Place.PARTS, Place.EPILOGUE)
TOKENS = (b"a", b"\r", b"\n", b"\r\n", b"-", b"--", b"\r\n--", BOUNDARY[:-1], TORN, START, TINY)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return what readers are known to have been slow for."""
    return each_pumped(profile, PUMPS)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any few pieces of a form, between any others."""
    return st.builds(
        lambda place, pump: pumped(profile, place, pump), st.sampled_from(PLACES), pumps(*TOKENS)
    )


ATTACK = Attack(
    id="cost.form-body",
    title="Forms that take long to read",
    severity=Severity.HIGH,
    controls=("malformed-multipart", "part-limits"),
    cwe=(407, 770),
    asvs=("v5.0.0-15.2.2",),
    oracles=(linear_cost,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
