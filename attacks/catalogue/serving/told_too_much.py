"""Answers about a file that tell more than its owner can use.

What it does
    Stores a file and reads everything that is said about it: the answer to the upload, the list,
    the facts about it, its download, and the same as JSON.

Why it works
    An answer that is made from a whole row gives away the storage key, the folder, what a
    scanner said and who else owns what; each is a step of another attack.

Expected defence
    An answer is made of fields that were chosen for it. Where and how a file is kept is not
    among them.

References
    - CWE-201
    - OWASP ASVS v5.0.0-15.3.1; WSTG-APIT-03
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Exchange, Header, Probe, Profile, Severity
from attacks.oracles.minimal_answers import minimal_answers
from attacks.uploads import honest, honest_file, upload
from attacks.visits import CANARY, asking

ACCEPTS: dict[str, tuple[Header, ...]] = {
    "page": (),
    "json": ((b"Accept", b"application/json"),),
    "anything": ((b"Accept", b"*/*;q=0.1"),),
}


def _visits(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    yield "file", asking("{url}", about=0)
    yield "list", asking(profile.routes.listing or profile.page)
    yield "nowhere", asking("{nowhere}", about=0)
    if profile.routes.metadata:
        yield "facts", asking(profile.routes.metadata, about=0)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each answer in each form."""
    return tuple(
        _probe(profile, visit, accept, f"{what}-{form}")
        for what, visit in _visits(profile)
        for form, accept in ACCEPTS.items()
    )


def _probe(
    profile: Profile, visit: Exchange, accept: tuple[Header, ...], variant: str = GENERATED
) -> Probe:
    stored = upload(profile, honest_file(profile, CANARY))
    steps = (_with(stored, accept), _with(visit, accept))
    return Probe(steps=steps, variant=variant)


def _with(step: Exchange, headers: tuple[Header, ...]) -> Exchange:
    request = step.request
    return replace(step, request=replace(request, headers=request.headers + headers))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Combine any two of the answers."""
    visits = st.sampled_from([visit for _, visit in _visits(profile)])
    accepts = st.sampled_from(tuple(ACCEPTS.values()))
    return st.builds(lambda visit, accept: _probe(profile, visit, accept), visits, accepts)


ATTACK = Attack(
    id="serving.told-too-much",
    title="Answers about a file that tell more than its owner can use",
    severity=Severity.MEDIUM,
    controls=("response-minimal",),
    cwe=(201,),
    asvs=("v5.0.0-15.3.1",),
    wstg=("WSTG-APIT-03",),
    oracles=(minimal_answers,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
