"""The place, the camera and the name in a photo.

What it does
    Uploads pictures with a place in their EXIF, XMP and IPTC metadata, as phones and editors
    write it, and looks for the place in what is served.

Why it works
    Who shares a photo of a cat shares the address of the cat: most people do not know what is
    written beside the picture, and the target hands it to everybody who may see the file.

Expected defence
    Metadata is dropped unless its owner said otherwise.

References
    - CWE-1230, CWE-212
    - OWASP ASVS v5.0.0-14.2.8; WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Capability, Confidence, Demand, Probe, Profile, Severity
from attacks.oracles.canaries import PLACE
from attacks.oracles.hidden_is_gone import hidden_is_gone
from attacks.strategies.images import NOTES
from attacks.strategies.typed import IMAGES, Tables, from_tables, honest_each, of_types

TABLES: Tables = {
    extension: {name: note(PLACE) for name, note in notes.items()}
    for extension, notes in NOTES.items()
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each kind of metadata in each accepted type."""
    return from_tables(profile, TABLES, demand=Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put any text beside the place."""
    if not of_types(profile, *IMAGES):
        return st.nothing()
    letters = st.text("abcdefgh ", max_size=20).map(str.encode)
    return letters.flatmap(lambda text: _noted(profile, text + PLACE))


def _noted(profile: Profile, text: bytes) -> st.SearchStrategy[Probe]:
    tables: Tables = {e: {n: f(text) for n, f in notes.items()} for e, notes in NOTES.items()}
    return st.sampled_from(from_tables(profile, tables, demand=Demand.EITHER))


ATTACK = Attack(
    id="content.personal-metadata",
    title="Personal metadata in a served picture",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("metadata-stripped",),
    cwe=(1230, 212),
    asvs=("v5.0.0-14.2.8",),
    wstg=("WSTG-BUSL-09",),
    oracles=(hidden_is_gone,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *IMAGES),
    needs=frozenset({Capability.RETRIEVE}),
)
