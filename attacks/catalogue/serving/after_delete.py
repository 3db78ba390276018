"""A file that is asked for once it was deleted.

What it does
    Stores a file, deletes it as its owner would, and asks for it again: as before, in part, its
    head only, and what is known of it; then deletes it once more.

Why it works
    A row that is marked, a link that is taken off a page or a name that is forgotten is no
    deletion: whoever kept the address still reads the file, and so does whoever gets the disk.

Expected defence
    Row and bytes go together; the address answers as if it had never been.

References
    - CWE-459, CWE-212
    - OWASP ASVS v5.0.0-14.2.7; WSTG-BUSL-06
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Exchange, Probe, Profile, Severity
from attacks.oracles.gone_after_delete import gone_after_delete
from attacks.visits import asking, deleting, owners_way, stored_then

FIRST_BYTE = ((b"Range", b"bytes=0-0"),)
UNCACHED = ((b"Cache-Control", b"no-cache"),)


def _later(profile: Profile) -> dict[str, tuple[Exchange, ...]]:
    metadata = profile.routes.metadata
    return {
        "fetched": (asking("{url}", about=0),),
        "fetched-in-part": (asking("{url}", about=0, headers=FIRST_BYTE),),
        "fetched-past-caches": (asking("{url}", about=0, headers=UNCACHED),),
        "head": (asking("{url}", about=0, method="HEAD"),),
        "deleted-twice": (deleting(profile, 0), asking("{url}", about=0)),
        **({"described": (asking(metadata, about=0),)} if metadata else {}),
    }


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to ask again."""
    if not profile.routes.delete:
        return ()
    return tuple(
        stored_then(profile, deleting(profile, 0), *steps, variant=variant)
        for variant, steps in _later(profile).items()
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Ask again in any order."""
    if not profile.routes.delete:
        return st.nothing()
    steps = [step for steps in _later(profile).values() for step in steps]
    return st.lists(st.sampled_from(steps), min_size=1, max_size=4).map(
        lambda later: stored_then(profile, deleting(profile, 0), *later, variant=GENERATED)
    )


ATTACK = Attack(
    id="serving.after-delete",
    title="A file that is asked for once it was deleted",
    severity=Severity.MEDIUM,
    controls=("deletion",),
    cwe=(459, 212),
    asvs=("v5.0.0-14.2.7",),
    wstg=("WSTG-BUSL-06",),
    oracles=(gone_after_delete,),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
    needs=frozenset({Capability.RETRIEVE}),
)
