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
from attacks.strategies import filenames, grammar
from attacks.strategies.pairs import two_uploads
from attacks.uploads import honest

PLAN = b"gauntlet-plan"
PAIRS = {
    "blank-and-underscore": ("gauntlet-trip plan", "gauntlet-trip_plan"),
    "one-blank-and-two": ("gauntlet-trip plan", "gauntlet-trip  plan"),
    "separator-and-underscore": ("gauntlet/gauntlet-plan", "gauntlet_gauntlet-plan"),
    "case": ("gauntlet-Trip", "gauntlet-trip"),
    "composed-and-decomposed": ("gauntlet-caf\u00e9", "gauntlet-cafe\u0301"),
    "accent-dropped": ("gauntlet-résumé", "gauntlet-resume"),
    "ligature": ("gauntlet-ﬁnal", "gauntlet-final"),
    "sharp-s": ("gauntlet-Maß", "gauntlet-Mass"),
    "vanishing-stem": ("文", "報"),
    "vanishing-emoji": ("😀", "😁"),
    "brackets-dropped": (
        "gauntlet-plan(1)",
        "gauntlet-plan1",
    ),  # the browser's own way to tell copies apart
    "format-character": ("gauntlet-pl\u200ban", "gauntlet-plan"),
    "no-break-space": ("gauntlet-trip\u00a0plan", "gauntlet-trip plan"),
    "blank-at-end": ("gauntlet-plan ", "gauntlet-plan"),
    # The same CRC-32, and the same hash of strings in Java: names that are made of either meet.
    "same-crc": ("gauntlet-plumless", "gauntlet-buckeroo"),
    "same-string-hash": ("gauntlet-AaAa", "gauntlet-BBBB"),
    "differs-after-100-bytes": ("a" * 100 + "x", "a" * 100 + "y"),  # cut to fit
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one pair of uploads for each way to fold names."""
    return tuple(two_uploads(profile, *pair, variant=v) for v, pair in PAIRS.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put one of two spellings that fold together between letters that nobody's file has.

    Or spell one of two names with what a clean-up takes away, before it and behind it.
    """
    folding = filenames.folding_pairs().map(lambda pair: [f"gauntlet-{stem}" for stem in pair])
    dressed = grammar.names(
        prefix=grammar.tokens(b"", grammar.PREFIXES),
        separator=grammar.tokens(b"", filenames.SEPARATORS),
        stem=st.just(PLAN),
        trailing=grammar.tokens(b"", grammar.TRAILING),
    )
    cleaned = dressed.filter(_is_dressed).map(lambda name: [PLAN.decode(), name.decode()])
    pairs = st.one_of(folding, cleaned)
    return pairs.map(lambda pair: two_uploads(profile, *pair, variant=GENERATED))


def _is_dressed(name: bytes) -> bool:
    """Tell whether *name* is text, and not the plain one."""
    return name != PLAN and name == name.decode("utf-8", "ignore").encode()


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
    neighbours=lambda profile: (honest(profile, "gauntlet-trip"),),
)
