"""A Content-Length that is not a number, or is none that fits.

What it does
    Writes the length with a sign, in hexadecimal, with an underscore, as a list of two, and
    with more digits than a machine word or Python's `int` can read.

Why it works
    Lenient number readers (`int` takes ``+5`` and ``1_0``) make a length of what a strict
    proxy refuses; the two then disagree where the next request begins. An overflow makes a
    small number of a large one, and walks past the limit.

Expected defence
    What is not a row of digits is refused, and so is a length over the limit. Two equal
    lengths and leading zeros may be read or refused. This is the server's part: an
    application in process never sees the header as it was sent.

References
    - CWE-444, CWE-1284
    - OWASP ASVS v5.0.0-4.2.1, v5.0.0-2.2.1; WSTG-INPV-15
    - RFC 9110, section 8.6; RFC 9112, section 6.3
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Capability,
    Demand,
    Exchange,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.framing import twisted_numbers
from attacks.uploads import honest


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each spelling."""
    size = honest(profile).steps[0].request.body.size
    refused = {
        # `int` takes a sign; RFC 9110 takes digits
        "plus-sign": b"+%d" % size,
        # below every limit
        "minus-one": b"-1",
        # `int` takes an underscore between digits
        "underscore": b"%d_%d" % divmod(size, 10),
        # C's strtol takes it, with base 0
        "hexadecimal": b"0x%x" % size,
        # stops at the point for `atoi`
        "decimal-point": b"%d.0" % size,
        # zero to some and missing to others
        "empty": b"",
        # one length for the proxy, another for the application
        "two-values": b"%d, %d" % (size, size - 10),
        # overflows 64 bits, perhaps to a small or negative number
        "twenty-digits": b"9" * 20,
        # more than Python's `int` reads from a string
        "five-thousand-digits": b"9" * 5_000,
    }
    tolerated = {
        # RFC 9110 lets a recipient take a repeated equal value for one
        "same-value-twice": b"%d, %d" % (size, size),
        # digits, though no sender writes them so
        "leading-zeros": b"%020d" % size,
    }
    return tuple(
        _declaring(profile, length, name, demand)
        for lengths, demand in ((refused, Demand.REFUSE), (tolerated, Demand.EITHER))
        for name, length in lengths.items()
    )


def _declaring(
    profile: Profile,
    length: bytes,
    variant: str = GENERATED,
    demand: Demand = Demand.REFUSE,
) -> Probe:
    (step,) = honest(profile).steps
    request = replace(step.request, declared=length)
    exchange = Exchange(request=request, file=step.file, demand=demand)
    return Probe(steps=(exchange,), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Write the true length in ways that only lenient readers understand."""
    size = honest(profile).steps[0].request.body.size
    return twisted_numbers(size).map(lambda length: _declaring(profile, length))


ATTACK = Attack(
    id="size.invalid-length",
    title="Content-Length that no server can take",
    severity=Severity.MEDIUM,
    controls=("request-body-limit",),
    cwe=(444, 1284),
    asvs=("v5.0.0-4.2.1", "v5.0.0-2.2.1"),
    wstg=("WSTG-INPV-15",),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.SOCKET}),
)
