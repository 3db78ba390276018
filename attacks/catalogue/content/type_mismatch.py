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

import struct
from itertools import permutations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Sample, Severity
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.tars import gzipped
from attacks.strategies.typed import BINARY, TEXTS, drawn, holding, honest_each, of_types

STRANGERS = {
    "page": b"<!doctype html><script>/*" + HIDDEN + b"*/</script>",
    "script": b"<?php /*" + HIDDEN + b"*/ ?>",
    "text": b"An honest line of text.\n",
    # how programs for Windows and Linux begin, and nothing that would run
    "windows-program": b"MZ" + bytes(62) + HIDDEN,
    "linux-program": b"\x7fELF\x02\x01\x01" + bytes(9) + HIDDEN,
}
# What decoders find out by themselves, or a browser's plug-in did; under one binary type.
DETECTED = {
    "flash": b"FWS\x09" + HIDDEN,
    # a bitmap whose size opens a comment of JavaScript
    "bitmap-script": b"BM/*\0\0" + bytes(8) + b"*/=1;/*" + HIDDEN + b"*/",
    # eight rows are announced and two given: the rest is what lay in memory before
    "short-bitmap": b"#define a_width 64\n#define a_height 64\nstatic char a_bits[] = {0,0};\n",
    "tiff": b"II*\0\x08\0\0\0" + HIDDEN,
    "photoshop": b"8BPS\0\x01" + bytes(6) + b"\0\x03" + struct.pack(">II", 30_000, 30_000) + HIDDEN,
    "icon": b"\0\0\x01\0\x01\0" + HIDDEN,
    "office-of-old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + HIDDEN,
    "class-file": b"\xca\xfe\xba\xbe" + HIDDEN,
    "compressed-drawing": gzipped(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
}
TAILS = (
    b"\n",
    b"\0",
    b"PK\x03\x04",
    b"GIF89a",
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.4\n",
    b"\xff\xd8\xff",
)


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
    detected = (
        holding(profile, sample, content, variant=f"{name}-as-{sample.extension}")
        for sample in of_types(profile, *BINARY)[:1]
        for name, content in {**DETECTED, **_ends(sample)}.items()
    )
    return (*pairs, *strangers, *detected)


def _ends(sample: Sample) -> dict[str, bytes]:
    """Return a script with the first bytes of *sample* where a careless check finds them."""
    magic = sample.content[:8]
    return {
        "script-before-signature": STRANGERS["script"] + magic,
        "signature-in-second-line": b"\n" + magic + STRANGERS["script"],
    }


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Begin as one of the strangers, and go on with the first bytes of any type."""
    beginnings = st.sampled_from((*STRANGERS.values(), *DETECTED.values()))
    tails = st.lists(st.sampled_from(TAILS), max_size=4).map(b"".join)
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
