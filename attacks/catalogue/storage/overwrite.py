"""The same name twice, with different bytes.

What it does
    Uploads an honest file, then another one of the same type under the same name, and
    looks at the first again.

Why it works
    Code that opens ``folder/name`` for writing replaces what is there. Whoever knows or
    guesses the name of another's file can change it under its owner's link, and a reader
    in between gets half of each.

Expected defence
    Store each upload under a name of its own, and create it exclusively, so that a clash is
    an error. Refusing the second upload holds as well.

References
    - CWE-73, CWE-694
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Probe, Profile, Severity
from attacks.oracles.no_overwrite import no_overwrite
from attacks.strategies import filenames
from attacks.strategies.owned import may_be_sent
from attacks.strategies.pairs import two_uploads
from attacks.uploads import honest

STEMS = {
    "same-name": "gauntlet-minutes",
    "same-name-with-blank": "gauntlet minutes of may",
    "same-name-not-ascii": "gauntlet-протокол",
    "index-of-the-folder": "index",  # a file that the application may have put there itself
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one pair of uploads for each kind of name."""
    stems = {v: s for v, s in STEMS.items() if may_be_sent(profile, s.encode())}
    return tuple(two_uploads(profile, s, s, variant=v) for v, s in stems.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Upload twice under a harmless name in some script, which is nobody's file."""
    stem = st.one_of(filenames.stems(), st.sampled_from(filenames.FOREIGN_STEMS))
    names = stem.map("gauntlet-{}".format)
    return names.map(lambda name: two_uploads(profile, name, name, variant=GENERATED))


ATTACK = Attack(
    id="storage.overwrite",
    title="The same name twice, with different bytes",
    severity=Severity.HIGH,
    controls=("generated-storage-name", "exclusive-create"),
    cwe=(73, 694),
    asvs=("v5.0.0-5.3.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(no_overwrite,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile, "gauntlet-minutes"),),
)
