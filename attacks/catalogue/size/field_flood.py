"""A text field that is larger than a form may hold in memory.

What it does
    Sends an honest file beside one text field of one byte more than the limit, and beside
    several that pass it together.

Why it works
    Files go to disk, text fields stay in memory. A form reader with a limit on the body alone
    lets one request of the whole body limit into memory, times the number of workers.

Expected defence
    The memory of all text fields is counted and bounded; the form is refused (413) when it is
    used up.

References
    - CWE-770, CWE-789
    - OWASP ASVS v5.0.0-5.2.1, v5.0.0-2.2.1; WSTG-BUSL-09
    - https://github.com/advisories/GHSA-q34m-jh98-gwm2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import CHUNK, GENERATED, Attack, Body, Demand, Fill, Probe, Profile, Severity
from attacks.oracles.limit_enforced import limit_enforced
from attacks.strategies.framing import LINE, field_room
from attacks.strategies.multipart import probe
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import Part, text_part

USUAL_LIMIT = 500_000  # Werkzeug's own
NOTE = text_part(b"note", b"").headers


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each way over the limit, only tried where no limit is stated."""
    limit = profile.limits.field or USUAL_LIMIT
    over = Demand.EITHER if profile.limits.field is None else Demand.REFUSE
    return (
        # all that one field may hold
        _beside(profile, (limit,), "limit", Demand.EITHER),
        _beside(profile, (limit + 1,), "limit-plus-1", over),
        # each is legal; whether they are counted together is the target's choice
        _beside(profile, (limit // 2,) * 3, "three-halves", Demand.EITHER),
        # so far over that a reader which counts whole blocks sees it too
        _beside(profile, (limit + CHUNK,), "limit-plus-one-block", over),
    )


def _beside(
    profile: Profile,
    sizes: tuple[int, ...],
    variant: str = GENERATED,
    demand: Demand = Demand.REFUSE,
) -> Probe:
    notes = (Part(headers=NOTE, body=Body((Fill(pattern=LINE, size=size),))) for size in sizes)
    form = form_for(profile, *notes, part_for(profile, honest_file(profile)))
    return probe(profile, form, variant=variant, demand=demand)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Exceed the limit by up to 4 KiB."""
    limit = profile.limits.field or USUAL_LIMIT
    over = Demand.EITHER if profile.limits.field is None else Demand.REFUSE
    more = st.integers(1, 4_096)
    return more.map(lambda extra: _beside(profile, (limit + extra,), demand=over))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the largest field that is below the limit for everyone."""
    room = field_room(profile)
    below = _beside(profile, (room,), "limit-minus-1", Demand.ACCEPT)
    return (honest(profile), below) if profile.limits.field else (honest(profile),)


ATTACK = Attack(
    id="size.field-flood",
    title="Text field larger than a form may hold in memory",
    severity=Severity.MEDIUM,
    controls=("part-limits",),
    cwe=(770, 789),
    asvs=("v5.0.0-5.2.1", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(limit_enforced,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
