"""Bytes of one type under the name of another.

What it does
    Uploads a file of each accepted type under the name of every other, the part claiming what
    the name says; and programs, pages and archives under the name of each.

Why it works
    Whoever opens the file goes by its bytes, or by its name, or by what a server made of
    either. Where they differ, a check of the one says nothing of the other: the picture is a
    page to a browser that sniffs, and an archive to the program that unpacks it.

Expected defence
    The first bytes are of the type that the extension says, and not merely of some accepted
    type. What differs is refused.

References
    - CWE-351, CWE-434, CWE-436
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-08, WSTG-BUSL-09
    - https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern
"""

from __future__ import annotations

from itertools import permutations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.typed import BINARY, TEXTS, drawn, holding, honest_each, of_types

STRANGERS = {
    "page": b"<!doctype html><script>/*" + HIDDEN + b"*/</script>",
    "script": b"<?php /*" + HIDDEN + b"*/ ?>",
    "text": b"An honest line of text.\n",
    # how programs for Windows and Linux begin, and nothing that would run
    "windows-program": b"MZ" + bytes(62) + HIDDEN,
    "linux-program": b"\x7fELF\x02\x01\x01" + bytes(9) + HIDDEN,
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each pair of accepted types, then what nobody accepts under each binary one."""
    pairs = (
        holding(profile, named, held.content, variant=f"{held.extension}-as-{named.extension}")
        for named, held in permutations(of_types(profile, *BINARY, *TEXTS), 2)
        if held.extension not in TEXTS or named.extension not in TEXTS
    )
    strangers = (
        holding(profile, sample, content, variant=f"{name}-as-{sample.extension}")
        for sample in of_types(profile, *BINARY)
        for name, content in STRANGERS.items()
        if f"{name}-as" != "text-as" or not of_types(profile, "txt")
    )
    return (*pairs, *strangers)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Begin as one of the strangers, and go on with any bytes."""
    beginnings = st.sampled_from(tuple(STRANGERS.values()))
    tails = st.binary(max_size=64)
    return drawn(profile, BINARY, st.builds(bytes.__add__, beginnings, tails))


ATTACK = Attack(
    id="content.type-mismatch",
    title="Bytes of one type under the name of another, kept",
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    controls=("signature-matches-extension",),
    cwe=(351, 434, 436),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *BINARY, *TEXTS),
)
