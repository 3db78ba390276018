"""The type that the part claims, against the bytes and the name.

What it does
    Uploads honest files whose part says that they are pages, scripts or pictures that run
    script; and files of another type than their name, once with a claim that fits the name and
    once with one that fits the bytes.

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

from itertools import permutations

from hypothesis import strategies as st

from attacks.model import Attack, Capability, Demand, Probe, Profile, Sample, Severity
from attacks.oracles.declared_type_ignored import declared_type_ignored
from attacks.strategies.typed import BINARY, TEXTS, holding, honest_each, of_types

CLAIMS = {
    # a page, and one in an encoding that hides markup from filters
    "claims-html": b"text/html",
    "claims-html-utf-7": b"text/html; charset=utf-7",
    "claims-svg": b"image/svg+xml",
    "claims-script": b"text/javascript",
    "claims-xml": b"text/xml",
    # a stream of documents, each with a type of its own
    "claims-mixed-replace": b"multipart/x-mixed-replace; boundary=x",
}
OTHERS = (b"text/css", b"application/xhtml+xml", b"text/xsl", b"application/wasm")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each claim on an honest file, then bytes with a claim that fits only them."""
    claims = (_claiming(profile, profile.sample, t, name) for name, t in CLAIMS.items())
    return (*claims, *_fitting(profile))


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
    """Claim any of the active types for any accepted file."""
    return st.builds(
        lambda sample, claim: _claiming(profile, sample, claim, "generated"),
        st.sampled_from(profile.accepted),
        st.sampled_from((*CLAIMS.values(), *OTHERS)),
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
