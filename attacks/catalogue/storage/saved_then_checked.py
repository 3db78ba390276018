"""A file that is fetched while it is checked.

What it does
    Stores an honest file, to learn where files are. Then uploads one that a check must refuse, and
    at the same moment asks two dozen times for its name in that place.

Why it works
    A file is moved to where it is served, then checked, then removed. For as long as the check
    takes, and it takes long for a large file or a busy scanner, the file is there: one request is
    enough to run a script that stores another, which nobody checks.

Expected defence
    Nothing can be fetched before every check has passed: the file lies elsewhere, without a name,
    and is published in one step.

References
    - CWE-367, CWE-362
    - OWASP ASVS v5.0.0-15.4.2, v5.0.0-2.3.3; WSTG-BUSL-09
    - OWASP File Upload Cheat Sheet
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Capability,
    Demand,
    Probe,
    Profile,
    Sample,
    SentFile,
    Severity,
    Weight,
)
from attacks.oracles.hidden_until_checked import hidden_until_checked
from attacks.strategies import filenames
from attacks.strategies.typed import BINARY, honest_each, of_types
from attacks.uploads import honest_file, upload
from attacks.visits import CANARY, asking

READERS = 24
LATE = "gauntlet-late"
CUT = 8  # bytes that are missing at the end


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a file of each type whose end is missing."""
    return tuple(
        _race(profile, sample, LATE, f"broken-{sample.extension}")
        for sample in of_types(profile, *BINARY)
    )


def _race(profile: Profile, sample: Sample, stem: str, variant: str = GENERATED) -> Probe:
    name = f"{stem}.{sample.extension}"
    file = SentFile(
        filename=name.encode(),
        content=Body((sample.content[:-CUT],)),
        media_type=sample.media_type.encode(),
    )
    first = upload(profile, honest_file(profile, CANARY), demand=Demand.ACCEPT)
    readers = (asking("{folder}" + name, about=0),) * READERS
    steps = (first, upload(profile, file, demand=Demand.EITHER), *readers)
    return Probe(steps=steps, together=1 + READERS, variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Race for any harmless name."""
    samples = of_types(profile, *BINARY)
    if not samples:
        return st.nothing()
    stems = filenames.stems().map((LATE + "-{}").format)
    return st.builds(
        lambda sample, stem: _race(profile, sample, stem), st.sampled_from(samples), stems
    )


ATTACK = Attack(
    id="storage.saved-then-checked",
    title="A file that is fetched while it is checked",
    severity=Severity.HIGH,
    controls=("atomic-publish", "quarantine-state"),
    cwe=(367, 362),
    asvs=("v5.0.0-15.4.2", "v5.0.0-2.3.3"),
    wstg=("WSTG-BUSL-09",),
    oracles=(hidden_until_checked,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *BINARY),
    needs=frozenset({Capability.RETRIEVE}),
    weight=Weight.HEAVY,
)
