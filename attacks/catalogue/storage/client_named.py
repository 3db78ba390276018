"""An honest name that turns up in the path on disk.

What it does
    Uploads an honest file under a distinctive, harmless name and looks for that name among
    the paths that were created.

Why it works
    Nothing is broken yet. But a path that is made from the client's name makes every other
    attack on names possible, lets strangers guess the URLs of files, and tells whoever can
    list the folder what they are called.

Expected defence
    Draw the stored name from the system's random source and keep the client's name in the
    ledger, for display only.

References
    - CWE-73
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.server_chosen_path import server_chosen_path
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest, honest_name

NAMES = {
    "one-word": b"quarterly.GOOD",
    "with-hyphen": b"quarterly-figures.GOOD",
    "with-blank": b"quarterly figures.GOOD",  # clean-up leaves the words
    "upper-case": b"QUARTERLY.GOOD",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each name."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw stems that no server would choose by chance."""
    stem = st.text("ghijklmnopqrstuvwxyz", min_size=8, max_size=20)  # never hexadecimal
    return generated(profile, stem.map(lambda s: honest_name(profile, s)))


ATTACK = Attack(
    id="storage.client-named",
    title="An honest name that turns up in the path on disk",
    severity=Severity.LOW,
    controls=("generated-storage-name",),
    cwe=(73,),
    asvs=("v5.0.0-5.3.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(server_chosen_path,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
