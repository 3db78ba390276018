"""A Content-Length that lies about the body.

What it does
    Declares fewer bytes than the body has, so that it ends before its closing delimiter, or
    more, and then hangs up.

Why it works
    gunicorn and granian hand an application a body that ends early without an error, so that
    half a file is stored as a whole one. A form cut by its own length looks empty to a
    lenient parser.

Expected defence
    A body that is shorter than it says, or cut before its closing delimiter, is an error, and
    nothing is kept.

References
    - CWE-354, CWE-636
    - OWASP ASVS v5.0.0-2.2.1, v5.0.0-16.5.3, v5.0.0-2.3.3; WSTG-ERRH-01, WSTG-BUSL-01
    - RFC 9112, sections 6.3 and 8; RFC 2046, section 5.1.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Demand, Exchange, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.uploads import honest

OFFSETS = {
    # cut inside the closing delimiter
    "ten-too-small": -10,
    # cut inside the file, or in front of it
    "sixty-too-small": -60,
    # one byte is missing: the last line end and the end of the message are not the same thing
    "one-too-large": 1,
    # the client hangs up: the message is incomplete
    "thousand-too-large": 1_000,
}
CLOSING = len(b"--\r\n")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each distance from the truth."""
    return tuple(_off_by(profile, offset, name) for name, offset in OFFSETS.items())


def _off_by(profile: Profile, offset: int, variant: str = GENERATED) -> Probe:
    (step,) = honest(profile).steps
    length = b"%d" % (step.request.body.size + offset)
    lying = replace(step.request, declared=length)
    exchange = Exchange(request=lying, file=step.file, demand=Demand.REFUSE)
    return Probe(steps=(exchange,), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Declare less than the closing delimiter needs, or more than there is."""
    size = honest(profile).steps[0].request.body.size
    offsets = st.integers(1, 2**20) | st.integers(1 - size, -CLOSING)
    return offsets.map(lambda offset: _off_by(profile, offset))


ATTACK = Attack(
    id="size.declared-length",
    title="Content-Length that lies about the body",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(354, 636),
    asvs=("v5.0.0-2.2.1", "v5.0.0-16.5.3", "v5.0.0-2.3.3"),
    wstg=("WSTG-ERRH-01", "WSTG-BUSL-01"),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
