"""The type that the part claims, against the bytes and the name.

What it does
    Uploads honest files whose part says that they are pages, scripts or pictures that run
    script, that says so twice, in broken words or not at all; scripts whose part says that they
    are pictures; and files of another type than their name, once with a claim that fits the
    name and once with one that fits the bytes.

Why it works
    The Content-Type of a part is one more field that the client fills in. A target that checks
    it instead of the bytes takes anything, and one that stores it serves the file as whatever
    its uploader chose.

Expected defence
    The claim decides nothing: not whether the file is taken, nor how it is stored, nor how it
    is served.

References
    - CWE-807, CWE-434, CWE-351
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-08, WSTG-INPV-02
    - RFC 7578, section 4.4
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import strategies as st

from attacks.model import (
    Attack,
    Body,
    Capability,
    Demand,
    Exchange,
    Probe,
    Profile,
    Sample,
    SentFile,
    Severity,
)
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.declared_type_ignored import declared_type_ignored
from attacks.strategies.typed import BINARY, TEXTS, holding, honest_each, of_types
from attacks.uploads import form_for, honest_file, part_for, post, upload

CLAIMS = {
    # a page, and one in an encoding that hides markup from filters
    "claims-html": b"text/html",
    "claims-html-utf-7": b"text/html; charset=utf-7",
    "claims-svg": b"image/svg+xml",
    "claims-script": b"text/javascript",
    "claims-xml": b"text/xml",
    # a stream of documents, each with a type of its own
    "claims-mixed-replace": b"multipart/x-mixed-replace; boundary=x",
    "claims-php": b"application/x-httpd-php",
    "claims-octets": b"application/octet-stream",
    # a quote that does not end, a wildcard, a list
    "claims-open-quote": b'image/png; x="',
    "claims-wildcard": b"IMAGE/*",
    "claims-list": b"image/png,text/html",
}
# The last one counts as the claim: what a reader of the first would not have let in.
HEADERS: dict[str, tuple[bytes, ...]] = {
    "claims-nothing": (),
    "claims-twice": (b"image/png", b"text/html"),
    "claims-twice-page-first": (b"text/html", b"image/png"),
}
SCRIPT = b"<?php /*" + HIDDEN + b"*/ ?>\n"
ON_SCRIPT = {
    "picture-claim-on-script": b"image/png",
    "text-claim-on-script": b"text/plain",
    "octets-claim-on-script": b"application/octet-stream",
}
OTHERS = (b"text/css", b"application/xhtml+xml", b"text/xsl", b"application/wasm")
# The pieces that a claim is made of, and what a lenient reader makes one of.
TYPES = (b"text/html", b"image/svg+xml", b"IMAGE/PNG", b"*/*", b"text", b"/html", b"")
TAILS = (b"", b";", b"; charset=utf-7", b", text/html", b'; x="', b"; boundary=x", b" text/html")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each claim on an honest file, then bytes with a claim that fits only them."""
    claims = (_claiming(profile, profile.sample, t, name) for name, t in CLAIMS.items())
    headers = (_headed(profile, values, name) for name, values in HEADERS.items())
    scripts = (_script(profile, claim, name) for name, claim in ON_SCRIPT.items())
    return (*claims, *headers, *scripts, *_fitting(profile))


def _headed(profile: Profile, values: tuple[bytes, ...], variant: str) -> Probe:
    """Return an honest upload with these Content-Type lines in its part."""
    file = replace(honest_file(profile, "headed"), media_type=(b"", *values)[-1])
    part = part_for(profile, file)
    lines = (part.headers[0], *(b"Content-Type: " + value for value in values))
    form = form_for(profile, replace(part, headers=lines))
    return Probe(steps=(Exchange(request=post(profile, form), file=file),), variant=variant)


def _script(profile: Profile, claim: bytes, variant: str) -> Probe:
    """Return a script as what it is, and again as *claim*."""
    files = (
        SentFile(filename=b"claimed.php", content=Body((SCRIPT,)), media_type=media_type)
        for media_type in (CLAIMS["claims-php"], claim)
    )
    return Probe(steps=tuple(upload(profile, file) for file in files), variant=variant)


def _claiming(profile: Profile, sample: Sample, claim: bytes, variant: str) -> Probe:
    return holding(
        profile, sample, sample.content, variant=variant, demand=Demand.EITHER, media_type=claim
    )


def _fitting(profile: Profile) -> tuple[Probe, ...]:
    """Return each type under the name of another: first with the name's claim, then its own."""
    return tuple(
        _twice(profile, named, held)
        for named, held in permutations(of_types(profile, *BINARY, *TEXTS), 2)
        if held.extension not in TEXTS or named.extension not in TEXTS
    )


def _twice(profile: Profile, named: Sample, held: Sample) -> Probe:
    plain, claimed = (
        holding(profile, named, held.content, demand=Demand.EITHER, media_type=claim.encode())
        for claim in (named.media_type, held.media_type)
    )
    variant = f"{held.extension}-as-{named.extension}"
    return Probe(steps=plain.steps + claimed.steps, variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Claim any of the active types, or what is made of their pieces, for any accepted file."""
    made = st.builds(bytes.__add__, st.sampled_from(TYPES), st.sampled_from(TAILS))
    return st.builds(
        lambda sample, claim: _claiming(profile, sample, claim, "generated"),
        st.sampled_from(profile.accepted),
        st.sampled_from((*CLAIMS.values(), *OTHERS)) | made,
    )


ATTACK = Attack(
    id="content.declared-type",
    title="A declared type that decides something",
    severity=Severity.MEDIUM,
    controls=("client-mime-untrusted",),
    cwe=(807, 434, 351),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-08", "WSTG-INPV-02"),
    oracles=(declared_type_ignored,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *BINARY, *TEXTS),
    needs=frozenset({Capability.RETRIEVE}),
)
