"""Two different names that become one.

What it does
    Uploads two honest files whose names differ in case, in normalisation, in a blank or in
    letters that clean-up drops, and looks at the first again.

Why it works
    Clean-up maps many names to one: ``a b`` and ``a_b`` become ``a_b``; ``文.png`` and
    ``報.png`` both lose every letter and become ``png``. File systems of macOS and Windows
    fold case and normalisation. Then a file is replaced by a stranger who never chose its
    name, and no check for an existing name that ran before the clean-up sees it.

Expected defence
    Store each upload under a name of its own, and create it exclusively. Refusing either
    name holds as well.

References
    - CWE-694, CWE-178, CWE-706
    - OWASP ASVS v5.0.0-5.3.2, v5.0.0-1.1.1, WSTG-BUSL-09
    - Unicode Standard Annex 15, "Unicode Normalization Forms"
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Probe, Profile, Severity
from attacks.oracles.no_overwrite import no_overwrite
from attacks.strategies import filenames
from attacks.strategies.pairs import two_uploads
from attacks.uploads import honest

PAIRS = {
    "blank-and-underscore": ("trip plan", "trip_plan"),
    "one-blank-and-two": ("trip plan", "trip  plan"),
    "separator-and-underscore": ("trip/plan", "trip_plan"),
    "case": ("Trip", "trip"),
    "composed-and-decomposed": ("caf\u00e9", "cafe\u0301"),
    "accent-dropped": ("résumé", "resume"),
    "ligature": ("ﬁnal", "final"),
    "sharp-s": ("Maß", "Mass"),
    "vanishing-stem": ("文", "報"),
    "vanishing-emoji": ("😀", "😁"),
    "brackets-dropped": ("plan(1)", "plan1"),  # the browser's own way to tell copies apart
    "format-character": ("pl\u200ban", "plan"),
    "no-break-space": ("trip\u00a0plan", "trip plan"),
    "blank-at-end": ("plan ", "plan"),
    "differs-after-100-bytes": ("a" * 100 + "x", "a" * 100 + "y"),  # cut to fit
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one pair of uploads for each way to fold names."""
    return tuple(two_uploads(profile, *pair, variant=v) for v, pair in PAIRS.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put one of two spellings that fold together between the same letters."""
    pairs = filenames.folding_pairs()
    return pairs.map(lambda pair: two_uploads(profile, *pair, variant=GENERATED))


ATTACK = Attack(
    id="storage.collapsing-names",
    title="Two different names that become one",
    severity=Severity.HIGH,
    controls=("generated-storage-name", "exclusive-create"),
    cwe=(694, 178, 706),
    asvs=("v5.0.0-5.3.2", "v5.0.0-1.1.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(no_overwrite,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile, "trip"),),
)
