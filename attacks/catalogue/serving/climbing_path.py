r"""A path that climbs from a stored file to others.

What it does
    Stores a file and asks for ``/etc/passwd`` from its folder: with dot segments as they are,
    encoded once, twice, overlong, with backslashes, behind a NUL, with a parameter in a
    segment, and as an absolute path.

Why it works
    A name from a path is joined to a folder, and the join forgets the folder where the name is
    absolute or climbs. What was decoded after the check, or compared by its beginning alone,
    passes the check.

Expected defence
    A path holds an id, which is looked up; what is no id is 404. Who has to open a path by its
    name resolves it first, and compares whole segments.

References
    - CWE-22, CWE-41, CWE-23
    - OWASP ASVS v5.0.0-5.3.2, v5.0.0-1.1.1; WSTG-ATHZ-01
    - CVE-2024-23334 (aiohttp), CVE-2023-29159 (Starlette), CVE-2021-41773 (Apache httpd)
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Probe, Profile, Severity
from attacks.oracles.files_unread import files_unread
from attacks.uploads import honest
from attacks.visits import asking, stored_then

GOAL = "etc/passwd"
DEPTH = 12
CLIMBS = {
    "plain": "../",
    "encoded-slash": "..%2f",
    "encoded-dots": "%2e%2e/",
    "encoded": "%2e%2e%2f",
    "encoded-twice": "%252e%252e%252f",
    "backslash": "..%5c",
    "overlong": "..%c0%af",
    "full-width": "%ef%bc%8e%ef%bc%8e%2f",
    "collapsing": "....//",
    "segment-parameter": "..;/",
    "blank-behind": "..%20/",
    "stream": "..::$DATA/",
}
# In place of the climb: what a join takes for a path of its own.
ROOTS = {
    "absolute": "//",
    "absolute-encoded": "%2f",
    "absolute-three": "///",
    "drive": "C:%5c",
    "nul-in-front": "%00/" + "../" * DEPTH,
    "file-url": "file:///",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each way from the file's own path, then each from its folder."""
    climbs = {name: climb * DEPTH for name, climb in CLIMBS.items()}
    below = (
        _probe(profile, "{url}/" + front + GOAL, f"{name}-below")
        for name, front in {**climbs, **ROOTS}.items()
    )
    beside = (
        _probe(profile, "{nowhere}/../" + front + GOAL, f"{name}-beside")
        for name, front in {**climbs, **ROOTS}.items()
    )
    return (*below, *beside)


def _probe(profile: Profile, path: str, variant: str = GENERATED) -> Probe:
    return stored_then(profile, asking(path, about=0), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix the ways to climb one step, behind the file or in its place."""
    steps = st.lists(st.sampled_from([*CLIMBS.values(), "./", "a/../", "%2e/"]), min_size=1)
    return st.builds(
        lambda start, mixed, climb: _probe(
            profile, start + "".join(mixed[:4]) + climb * DEPTH + GOAL
        ),
        st.sampled_from(("{url}/", "{nowhere}/../", "{url}/../", "/files/", "/static/")),
        steps,
        st.sampled_from([*CLIMBS.values()]),
    )


ATTACK = Attack(
    id="serving.climbing-path",
    title="A path that climbs from a stored file to others",
    severity=Severity.HIGH,
    controls=("path-containment",),
    cwe=(22, 41, 23),
    asvs=("v5.0.0-5.3.2", "v5.0.0-1.1.1"),
    wstg=("WSTG-ATHZ-01",),
    oracles=(files_unread,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
