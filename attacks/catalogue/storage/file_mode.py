"""An honest upload that others on the machine may read or run.

What it does
    Uploads an honest file of each accepted type and looks at the permission bits of what
    was created.

Why it works
    ``open()`` creates files with mode 0666 less the umask, mostly 0644, and an archive tool
    or a copy may add the execute bit. Every account on the machine then reads what one user
    uploaded, and a file that is executable is one step from being run.

Expected defence
    Create files with mode 0600 and folders with 0700, whatever the umask.

References
    - CWE-732, CWE-276
    - OWASP ASVS v5.0.0-5.3.1, WSTG-CONF-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Probe,
    Profile,
    Sample,
    SentFile,
    Severity,
)
from attacks.oracles.private_mode import private_mode
from attacks.strategies import contents
from attacks.uploads import honest, upload


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each accepted type."""
    return tuple(_uploaded(profile, s, f"type-{s.extension}") for s in profile.accepted)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Vary the type, and the size where a type has room."""
    return contents.honest_files(profile).map(lambda s: _uploaded(profile, s, GENERATED))


def _uploaded(profile: Profile, sample: Sample, variant: str) -> Probe:
    file = SentFile(
        filename=f"private.{sample.extension}".encode(),  # no other attack has made it before
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )
    return Probe(steps=(upload(profile, file, demand=Demand.ACCEPT),), variant=variant)


ATTACK = Attack(
    id="storage.file-mode",
    title="An honest upload that others on the machine may read or run",
    severity=Severity.LOW,
    controls=("least-privilege-mode",),
    cwe=(732, 276),
    asvs=("v5.0.0-5.3.1",),
    wstg=("WSTG-CONF-09",),
    oracles=(private_mode,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
