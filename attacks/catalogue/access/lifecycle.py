"""Files of two people, through all that can happen to them.

What it does
    Two people upload, upload the same name again, list, fetch and delete, their own files and
    each other's, in any order, and time passes until files expire. After each step and at the
    end, what is there is compared with a plain list of what was done.

Why it works
    Each route is right by itself: the list has a filter, the deletion a check, the upload a name
    of its own. What is wrong shows in a sequence: the row stays when the bytes go, a second
    upload under a name takes the first one along, the list of one person counts pages over the
    files of all, and what has expired is served until somebody sweeps.

Expected defence
    One place that knows the state and the owner of each file, which every route asks; one
    transaction for each change. A file is there with all of its traces, or with none.

References
    - CWE-639, CWE-459, CWE-841
    - OWASP ASVS v5.0.0-8.2.2, v5.0.0-14.2.7, v5.0.0-2.3.1; WSTG-ATHZ-04, WSTG-BUSL-06
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    OTHER,
    OWNER,
    Attack,
    Capability,
    Probe,
    Profile,
    Severity,
    Weight,
)
from attacks.oracles.as_remembered import as_remembered
from attacks.stateful import STEMS, Kind, Move, actors, kinds, steps
from attacks.visits import owners_way

UPLOAD, FETCH, LIST, DELETE, EXPIRE = Kind
LONGEST = 8  # moves of a generated sequence

SEQUENCES: dict[str, tuple[Move, ...]] = {
    # the second upload of a name must not take the first one along
    "replaced": ((UPLOAD, OWNER, 0), (UPLOAD, OWNER, 0), (FETCH, OWNER, 0), (LIST, OWNER, 0)),
    # one person's names are not another's
    "same-name-of-another": (
        *((UPLOAD, OWNER, 0), (UPLOAD, OTHER, 0)),
        *((LIST, OWNER, 0), (LIST, OTHER, 0), (FETCH, OTHER, 0), (FETCH, OWNER, 0)),
    ),
    # row, bytes and place in the list go together
    "deleted": ((UPLOAD, OWNER, 0), (DELETE, OWNER, 0), (LIST, OWNER, 0), (FETCH, OWNER, 0)),
    # whoever knows the address is not the owner
    "deleted-by-another": ((UPLOAD, OWNER, 0), (DELETE, OTHER, 0), (FETCH, OWNER, 0)),
    # one of two namesakes goes, and the other stays
    "deleted-one-of-two": (
        *((UPLOAD, OWNER, 0), (UPLOAD, OWNER, 0), (DELETE, OWNER, 0)),
        *((FETCH, OWNER, 1), (LIST, OWNER, 0)),
    ),
    # a name that was deleted is free again, and its address is not
    "deleted-and-replaced": (
        *((UPLOAD, OWNER, 0), (DELETE, OWNER, 0), (UPLOAD, OWNER, 0)),
        *((FETCH, OWNER, 0), (FETCH, OWNER, 1), (LIST, OWNER, 0)),
    ),
    # the list says what was sent, in one spelling, on one page
    "listed": ((UPLOAD, OWNER, 0), (UPLOAD, OWNER, 1), (UPLOAD, OWNER, 2), (LIST, OWNER, 0)),
    # what has expired is over at once, and what comes later is not
    "expired": (
        *((UPLOAD, OWNER, 0), (EXPIRE, OWNER, 0), (UPLOAD, OWNER, 1)),
        *((FETCH, OWNER, 0), (FETCH, OWNER, 1)),
    ),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each sequence, by the people that there are, and in the time that can pass."""
    if not profile.routes.delete:
        return ()
    known, people = kinds(profile), actors(profile)
    return tuple(
        Probe(steps=steps(profile, moves), variant=variant)
        for variant, moves in SEQUENCES.items()
        if all(kind in (*known, LIST) and actor in people for kind, actor, _ in moves)
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Do anything after a first upload, in any order."""
    if not profile.routes.delete:
        return st.nothing()
    picks = st.integers(0, len(STEMS) - 1)
    moves = st.tuples(st.sampled_from(kinds(profile)), st.sampled_from(actors(profile)), picks)
    return st.lists(moves, max_size=LONGEST).map(
        lambda later: Probe(steps=steps(profile, ((UPLOAD, OWNER, 0), *later)), variant=GENERATED)
    )


ATTACK = Attack(
    id="access.lifecycle",
    title="Files of two people, through all that can happen to them",
    severity=Severity.HIGH,
    controls=("object-authz", "no-listing", "deletion", "quarantine-state", "exclusive-create"),
    cwe=(639, 459, 841),
    asvs=("v5.0.0-8.2.2", "v5.0.0-14.2.7", "v5.0.0-2.3.1"),
    wstg=("WSTG-ATHZ-04", "WSTG-BUSL-06"),
    oracles=(as_remembered,),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
    needs=frozenset({Capability.RETRIEVE}),
    weight=Weight.HEAVY,
)
