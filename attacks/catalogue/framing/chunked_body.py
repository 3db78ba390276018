"""A body in chunks whose framing two servers read differently.

What it does
    Sends an honest form in chunks, with sizes that are signed, prefixed, too small or too large,
    with line feeds for line ends, without a last chunk, and under transfer codings that nobody
    has; besides it uses what RFC 9112 allows and few senders do: extensions, trailers, zeros.

Why it works
    A proxy and a server that find the end of a body at different bytes disagree about where the
    next request begins. A lenient number reader makes a length of ``+5`` or ``0x5``; a body
    without an end that is taken for whole is half a file.

Expected defence
    What RFC 9112 does not allow is refused with 400 or 501 and nothing is kept; what it allows
    arrives whole or is refused.

References
    - CWE-444, CWE-130
    - OWASP ASVS v5.0.0-4.2.1, v5.0.0-2.2.1; WSTG-INPV-15
    - RFC 9112, sections 6.1, 7.1 and 11.2
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
    Framing,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.fails_closed import fails_closed
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.strategies.framing import CLOSE, literal
from attacks.uploads import honest
from attacks.wire.chunked import DEVIATIONS, deviated, halves

LEGAL = (
    *("extension", "quoted-extension", "long-extension", "leading-zeros", "upper-case-size"),
    *("single-bytes", "trailer", "trailer-length", "coding-other-case"),
)
# RFC 9112, 7.1: the size and its extension are read alike by all, an overlong line may be refused.
ILLEGAL = tuple(name for name in DEVIATIONS if name not in LEGAL)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each deviation by itself, under its own name."""
    return tuple(_deviating(profile, (name,), name) for name in DEVIATIONS)


def _deviating(profile: Profile, names: tuple[str, ...], variant: str = GENERATED) -> Probe:
    (step,) = honest(profile).steps
    sent = deviated(halves(step.request.body.to_bytes()), names)
    request = literal(step.request, (*sent.headers, CLOSE), *sent.pieces())
    demand = Demand.REFUSE if set(names).intersection(ILLEGAL) else Demand.EITHER
    return Probe(steps=(Exchange(request=request, file=step.file, demand=demand),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put an illegal deviation upon a legal one, or have the legal one alone."""
    legal = st.sampled_from(LEGAL).map(lambda name: (name,))
    both = st.builds(lambda *pair: pair, st.sampled_from(LEGAL), st.sampled_from(ILLEGAL))
    return (legal | both).map(lambda names: _deviating(profile, names))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return an honest upload, declared and in chunks."""
    plain = honest(profile)
    (step,) = plain.steps
    request = replace(step.request, framing=Framing.CHUNKED)
    return plain, Probe(steps=(replace(step, request=request),), variant="chunked")


ATTACK = Attack(
    id="framing.chunked-body",
    title="Body in chunks that two servers read differently",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(444, 130),
    asvs=("v5.0.0-4.2.1", "v5.0.0-2.2.1"),
    wstg=("WSTG-INPV-15",),
    oracles=(fails_closed, stored_bytes_equal_sent),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
    needs=frozenset({Capability.SOCKET}),
)
