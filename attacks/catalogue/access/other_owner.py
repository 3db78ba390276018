"""Somebody else's file, by somebody who is logged in.

What it does
    One person stores a file. Another, with a session and a token of their own, asks for it, for
    the facts about it and for the list, and deletes it.

Why it works
    The session is checked and the id is taken from the address: whoever has a session and an id
    has the file. The check is often there for the download and missing for the deletion or
    the facts about the file.

Expected defence
    Each look at a file asks for the owner as well as for the id, in one place that every route
    goes through. Somebody else's file is answered like one that is not there.

References
    - CWE-639
    - OWASP ASVS v5.0.0-8.2.2, v5.0.0-8.3.1; WSTG-ATHZ-04, WSTG-APIT-02
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from attacks.model import OTHER, Attack, Capability, Demand, Exchange, Probe, Profile, Severity
from attacks.oracles.owner_only import owner_only
from attacks.oracles.untouched import untouched
from attacks.visits import any_of, asking, deleting, owners_way, stored_then


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each thing that one person may try with another's file."""
    return tuple(stored_then(profile, step, variant=name) for name, step in _visits(profile))


def _visits(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    routes = profile.routes
    asked = {
        "download": "{url}",
        "metadata": routes.metadata,
        "list": routes.listing or profile.page,
    }
    for name, path in asked.items():
        if path:
            yield name, asking(path, actor=OTHER, about=0, demand=Demand.REFUSE)
    if routes.delete:
        yield "delete", deleting(profile, 0, actor=OTHER, demand=Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Try any of them again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.other-owner",
    title="Somebody else's file",
    severity=Severity.HIGH,
    controls=("object-authz", "no-listing"),
    cwe=(639,),
    asvs=("v5.0.0-8.2.2", "v5.0.0-8.3.1"),
    wstg=("WSTG-ATHZ-04", "WSTG-APIT-02"),
    oracles=(owner_only, untouched),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
    needs=frozenset({Capability.TWO_ACTORS}),
)
