"""Whether a file exists, told by how it is refused.

What it does
    One person stores a file. Another asks for it, and then for an id of the same shape that
    nobody has: by the download, the facts about it and the deletion. The two refusals are
    compared, but for what differs between any two answers.

Why it works
    403 for what is somebody else's and 404 for what is not there: with that, ids can be tried
    until one exists, and a name in an address can be confirmed.

Expected defence
    Both are one case in the code: a file that this person has not got. Status, headers and text
    are the same.

References
    - CWE-204
    - OWASP ASVS v5.0.0-8.2.2, v5.0.0-16.5.1; WSTG-ATHZ-04
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from attacks.model import OTHER, Attack, Capability, Demand, Exchange, Probe, Profile, Severity
from attacks.oracles.denial_uniform import denial_uniform
from attacks.visits import any_of, asking, changing, owners_way, stored_then


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each way to ask for what is there, and for what is not."""
    routes = profile.routes
    ways: dict[str, tuple[str, Callable[[str], Exchange]]] = {
        "download": ("{url}", _asked),
        "metadata": (routes.metadata, _asked),
        "delete": (routes.delete, lambda path: _deleted(profile, path)),
    }
    return tuple(
        stored_then(profile, ask(path), ask(_nowhere(path)), variant=name)
        for name, (path, ask) in ways.items()
        if path
    )


def _nowhere(path: str) -> str:
    return path.replace("{url}", "{nowhere}").replace("{id}", "{absent}")


def _asked(path: str) -> Exchange:
    return asking(path, actor=OTHER, about=0, demand=Demand.REFUSE)


def _deleted(profile: Profile, path: str) -> Exchange:
    method = profile.routes.delete_method
    return changing(profile, path, method=method, actor=OTHER, about=0, demand=Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Ask in any of these ways again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.existence-told",
    title="Whether a file exists",
    severity=Severity.LOW,
    controls=("denial-uniform",),
    cwe=(204,),
    asvs=("v5.0.0-8.2.2", "v5.0.0-16.5.1"),
    wstg=("WSTG-ATHZ-04",),
    oracles=(denial_uniform,),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
    needs=frozenset({Capability.TWO_ACTORS}),
)
