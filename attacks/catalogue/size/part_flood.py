"""More parts than a form may have.

What it does
    Puts very many tiny text parts in front of an honest file: exactly as many as the limit
    allows and one more, or a thousand and one where no limit is stated.

Why it works
    Each part costs a header parse, objects and often a file handle, whatever its size: a
    megabyte of empty parts keeps a worker busy for seconds (CVE-2023-25577).

Expected defence
    The parts are counted as they come, and the form is refused (413) at the first one too
    many.

References
    - CWE-770
    - OWASP ASVS v5.0.0-5.2.1, v5.0.0-2.2.1; WSTG-BUSL-09
    - https://github.com/advisories/GHSA-xg9f-g7g7-2323
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Demand, Probe, Profile, Severity
from attacks.oracles.limit_enforced import limit_enforced
from attacks.strategies.multipart import probe
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import text_part

USUAL_LIMIT = 1_000  # Werkzeug's and Django's own


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the limit and one part more; both only tried where no limit is stated."""
    limit = profile.limits.parts or USUAL_LIMIT
    over = Demand.EITHER if profile.limits.parts is None else Demand.REFUSE
    return (
        _of_parts(profile, limit, "limit", Demand.EITHER),
        _of_parts(profile, limit + 1, "limit-plus-1", over),
        _of_parts(profile, 2 * limit, "twice-the-limit", over),
    )


def _of_parts(
    profile: Profile, count: int, variant: str = GENERATED, demand: Demand = Demand.REFUSE
) -> Probe:
    """Return a form of *count* parts, the file's among them."""
    file_part = part_for(profile, honest_file(profile))
    own = len(form_for(profile, file_part).parts)
    notes = (text_part(b"n", b""),) * (count - own)
    return probe(profile, form_for(profile, *notes, file_part), variant=variant, demand=demand)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Exceed the limit by some parts."""
    limit = profile.limits.parts or USUAL_LIMIT
    over = Demand.EITHER if profile.limits.parts is None else Demand.REFUSE
    counts = st.integers(limit + 1, limit + 200)
    return counts.map(lambda count: _of_parts(profile, count, demand=over))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the largest form that is below the limit for everyone."""
    if profile.limits.parts is None:
        return (honest(profile),)
    below = _of_parts(profile, profile.limits.parts - 1, "limit-minus-1", Demand.ACCEPT)
    return honest(profile), below


ATTACK = Attack(
    id="size.part-flood",
    title="More parts than a form may have",
    severity=Severity.MEDIUM,
    controls=("part-limits",),
    cwe=(770,),
    asvs=("v5.0.0-5.2.1", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(limit_enforced,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
