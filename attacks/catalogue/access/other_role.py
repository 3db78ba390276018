"""What another role may do, by somebody who has not got it.

What it does
    Asks for the pages and posts to the functions that the profile names as another role's, once
    as an ordinary user and once as nobody.

Why it works
    The menu does not show them, so nobody meets the missing check by chance. Addresses of
    functions are the same for everybody and stand in documentation, in script and in histories.

Expected defence
    The role is asked for on the server, by a table of routes that denies what it does not list.

References
    - CWE-862
    - OWASP ASVS v5.0.0-8.2.1, v5.0.0-8.3.1; WSTG-ATHZ-02, WSTG-ATHZ-03, WSTG-APIT-04
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from attacks.model import (
    NOBODY,
    OTHER,
    OWNER,
    Attack,
    Demand,
    Exchange,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.role_only import role_only
from attacks.uploads import honest
from attacks.visits import any_of, asking, changing, stored_then


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each function of another role, for a user and for nobody."""
    return tuple(
        _tried(profile, line, actor) for line in profile.routes.admin for actor in (OWNER, NOBODY)
    )


def _tried(profile: Profile, line: str, actor: str) -> Probe:
    step = _step(profile, line, actor, Demand.REFUSE)
    words = re.sub("[^a-z0-9]+", "-", line.lower()).strip("-")
    variant = f"{words}-{'user' if actor == OWNER else actor}"
    if "{" in line:
        return stored_then(profile, step, variant=variant)
    return Probe(steps=(step,), variant=variant)


def _step(profile: Profile, line: str, actor: str, demand: Demand) -> Exchange:
    method, _, path = line.partition(" ")
    about = 0 if "{" in path else None
    if method in {"GET", "HEAD"}:
        return asking(path, method=method, actor=actor, about=about, demand=demand)
    return changing(profile, path, method=method, actor=actor, about=about, demand=demand)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Try any of them again."""
    return any_of(seeds(profile))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return an upload, and each page for those who do have the role, if any are known."""
    others = sorted(set(profile.headers) - {OWNER, OTHER})
    pages = [line for line in profile.routes.admin if line.startswith("GET ") and "{" not in line]
    steps = [_step(profile, line, who, Demand.ACCEPT) for who in others for line in pages]
    return honest(profile), *(Probe(steps=(step,), variant="role") for step in steps)


ATTACK = Attack(
    id="access.other-role",
    title="What another role may do",
    severity=Severity.HIGH,
    controls=("function-authz",),
    cwe=(862,),
    asvs=("v5.0.0-8.2.1", "v5.0.0-8.3.1"),
    wstg=("WSTG-ATHZ-02", "WSTG-ATHZ-03", "WSTG-APIT-04"),
    oracles=(role_only,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
