"""A request that parsers read differently.

What it does
    Writes an honest form with one or two of all the deviations that the suite knows, asks the
    parsers that are installed what they find in it (Django, Werkzeug, Tornado, aiohttp,
    `multipart`, `python-multipart` and the standard library's `email`), and sends it.

Why it works
    A scanner, a proxy or a second service rarely has the parser of the application. What the
    one finds harmless, or does not find at all, is stored by the other under the name and with
    the bytes that nobody looked at.

Expected defence
    What parsers read differently is refused. Which reading is right does not matter.

References
    - CWE-436, CWE-1286
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-2.2.1; WSTG-BUSL-09
    - RFC 7578, section 4; RFC 2046, section 5.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.differential import readers, readings
from attacks.model import (
    GENERATED,
    Attack,
    Confidence,
    Demand,
    Exchange,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.read_alike import read_alike
from attacks.strategies.multipart import deviations, honest_form, plain_file
from attacks.uploads import honest, post
from attacks.wire.deviations import DEVIATIONS, deviated


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each deviation by itself, under its own name."""
    return tuple(_differing(profile, (name,), name) for name in DEVIATIONS)


def _differing(
    profile: Profile,
    names: tuple[str, ...],
    variant: str = GENERATED,
    demand: Demand = Demand.EITHER,
) -> Probe:
    file = plain_file(profile)
    request = post(profile, deviated(honest_form(profile, file), names))
    read = replace(file, readings=readings(request, profile.field))
    return Probe(steps=(Exchange(request=request, file=read, demand=demand),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put one or two deviations upon an honest form."""
    return deviations().map(lambda names: _differing(profile, names))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return honest forms: all parsers read them alike."""
    plain = _differing(profile, (), "read-alike", Demand.ACCEPT)
    quoted = _differing(profile, ("boundary-quoted",), "quoted-boundary", Demand.ACCEPT)
    return honest(profile), plain, quoted


ATTACK = Attack(
    id="multipart.parser-differential",
    title="Request that parsers read differently",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart", "filename-param"),
    cwe=(436, 1286),
    asvs=("v5.0.0-1.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(read_alike,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
    confidence=Confidence.LOW,
    note=lambda: f"asked were {', '.join(readers())}",
)
