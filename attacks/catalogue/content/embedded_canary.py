"""Something else inside a picture that is a picture.

What it does
    Puts a mark where the formats of pictures have room for what is no picture: comments, text
    chunks, colour profiles, segments of applications. Then it looks for the mark in what is
    served.

Why it works
    The picture is valid to its last byte, so no check of its structure minds. What it carries
    is a script to whoever includes the file, a page to whoever sniffs it, a program to whoever
    knows where to look.

Expected defence
    The picture is decoded and written anew, with nothing but pixels. To refuse it holds as well.

References
    - CWE-436, CWE-434
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Capability, Confidence, Demand, Probe, Profile, Severity
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.hidden_is_gone import hidden_is_gone
from attacks.strategies.images import HIDERS
from attacks.strategies.typed import IMAGES, Tables, from_tables, honest_each, of_types

CODE = b"<?php /*" + HIDDEN + b"*/ ?>"
TABLES: Tables = {
    extension: {name: hide(CODE) for name, hide in hiders.items()}
    for extension, hiders in HIDERS.items()
}
AROUND = st.sampled_from((b"", b"<?php ", b"<script>", b"PK\x03\x04", b"%PDF-1.4\n"))


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each place in each accepted type."""
    return from_tables(profile, TABLES, demand=Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put the mark between what begins and what ends another file."""
    if not of_types(profile, *IMAGES):
        return st.nothing()
    return AROUND.flatmap(lambda front: _places(profile, front + HIDDEN))


def _places(profile: Profile, mark: bytes) -> st.SearchStrategy[Probe]:
    tables: Tables = {e: {n: h(mark) for n, h in hiders.items()} for e, hiders in HIDERS.items()}
    return st.sampled_from(from_tables(profile, tables, demand=Demand.EITHER))


ATTACK = Attack(
    id="content.embedded-canary",
    title="Something hidden beside the picture",
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    controls=("polyglot-neutralised",),
    cwe=(436, 434),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(hidden_is_gone,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *IMAGES),
    needs=frozenset({Capability.RETRIEVE}),
)
