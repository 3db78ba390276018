"""The same name several times at one moment.

What it does
    Sends several honest files under one name at the same moment, and looks for each of them when
    all are answered.

Why it works
    "Is the name free?" and "write under it" are two steps; between them another request asks the
    same and is told the same. One of the files wins, and every sender was told that all is well.

Expected defence
    The name on disk is the server's, and a file is created in one step that fails if it exists.

References
    - CWE-362, CWE-367
    - OWASP ASVS v5.0.0-15.4.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Probe, Profile, SentFile, Severity, Weight
from attacks.oracles.accepted_is_kept import accepted_is_kept
from attacks.strategies import filenames
from attacks.strategies.framing import text_sample
from attacks.uploads import honest, honest_file, upload
from attacks.visits import CANARY

RACERS, CROWD = 4, 16


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a race of few, one of many, and one for a name that an archiver may still change."""
    return (
        _race(profile, CANARY, variant="same-name"),
        _race(profile, CANARY, CROWD, variant="same-name-of-many"),
        _renamed(profile),
    )


def _race(profile: Profile, stem: str, racers: int = RACERS, *, variant: str = GENERATED) -> Probe:
    steps = tuple(upload(profile, _file(profile, stem, number)) for number in range(racers))
    return Probe(steps=steps, together=racers, variant=variant)


def _renamed(profile: Profile) -> Probe:
    """Return a script under an archive's extension, many times: one may lose it on the way."""
    first = honest_file(profile)
    file = SentFile(filename=b"x.php.7z", content=first.content, media_type=first.media_type)
    return Probe(steps=(upload(profile, file),) * CROWD, together=CROWD, variant="rename-under-way")


def _file(profile: Profile, stem: str, number: int) -> SentFile:
    """Return a file like no other of the race, where there are types of which that is easy."""
    sample = text_sample(profile)
    if sample is None:
        return honest_file(profile, stem)
    return SentFile(
        filename=f"{stem}.{sample.extension}".encode(),
        content=Body((sample.content * (number + 1),)),
        media_type=sample.media_type.encode(),
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Race for any harmless name."""
    names = filenames.stems().map("gauntlet-{}".format)
    return names.map(lambda stem: _race(profile, stem))


ATTACK = Attack(
    id="storage.race",
    title="The same name several times at one moment",
    severity=Severity.HIGH,
    controls=("exclusive-create", "generated-storage-name"),
    cwe=(362, 367),
    asvs=("v5.0.0-15.4.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(accepted_is_kept,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
