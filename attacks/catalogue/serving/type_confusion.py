"""Bytes of one type under the name, or the declared type, of another.

What it does
    Uploads an honest file whose part claims an active type (`text/html`, `image/svg+xml`), HTML
    under the name of each accepted type, and each accepted type under another's name.

Why it works
    A target that stores the client's Content-Type hands it back later: the uploader chooses
    how browsers read the file. Without ``nosniff`` a browser chooses by the bytes, and the
    bytes are the uploader's too.

Expected defence
    The type comes from the target's own table and agrees with the kind that was checked, or is
    `application/octet-stream`; ``X-Content-Type-Options: nosniff`` is on every answer. A file
    whose bytes are not its type may be refused.

References
    - CWE-436, CWE-646, CWE-434
    - OWASP ASVS v5.0.0-4.1.1, v5.0.0-3.4.4, v5.0.0-5.2.2; WSTG-INPV-02, WSTG-BUSL-08
    - https://mimesniff.spec.whatwg.org/#determining-the-computed-mime-type-of-a-resource
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Capability,
    Probe,
    Profile,
    Sample,
    SentFile,
    Severity,
)
from attacks.oracles.truthful_type import truthful_type
from attacks.uploads import honest, upload

HTML = b"<!doctype html><title>gauntlet-canary</title><p>An honest page.\n"
DECLARED = {
    # a page
    "claims-html": b"text/html",
    # UTF-7 hides markup from filters
    "claims-html-utf-7": b"text/html; charset=utf-7",
    # an image that runs script
    "claims-svg": b"image/svg+xml",
    # a stylesheet language that makes documents
    "claims-xsl": b"text/xsl",
    "claims-xhtml": b"application/xhtml+xml",
    # a stream of documents, each with a type of its own
    "claims-mixed-replace": b"multipart/x-mixed-replace; boundary=x",
    # script that a policy of 'self' lets run
    "claims-script": b"text/javascript",
    # no type at all: a browser guesses
    "claims-nothing": b"",
    # what sniffing rules call unknown
    "claims-any": b"*/*",
    # no type, and a header line if it is copied without a look
    "claims-two": b"text/plain, text/html",
}
TYPES = (*DECLARED.values(), b"text/xml", b"application/pdf", b"text/css", b"message/rfc822")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the claims, then HTML under each name, then each type under the next one's."""
    claims = (_file(profile, profile.sample, t, name) for name, t in DECLARED.items())
    pages = (_bytes(profile, sample, HTML, "html") for sample in profile.accepted)
    pairs = (
        _bytes(profile, named, held.content, held.extension)
        for named, held in zip(profile.accepted, _turned(profile.accepted), strict=True)
        if named.media_type != held.media_type
    )
    return (*claims, *pages, *pairs)


def _turned(samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
    """Return *samples* from the second one on, then the first."""
    return samples[1:] + samples[:1]


def _file(profile: Profile, sample: Sample, media_type: bytes, variant: str = GENERATED) -> Probe:
    """Return *sample* as it is, under a *media_type* that its part claims."""
    file = SentFile(
        filename=f"typed.{sample.extension}".encode(),
        content=Body((sample.content,)),
        media_type=media_type,
    )
    return Probe(steps=(upload(profile, file),), variant=variant)


def _bytes(profile: Profile, sample: Sample, content: bytes, kind: str) -> Probe:
    """Return *content* under the name and the type of *sample*."""
    file = SentFile(
        filename=f"typed.{sample.extension}".encode(),
        content=Body((content,)),
        media_type=sample.media_type.encode(),
    )
    return Probe(steps=(upload(profile, file),), variant=f"{kind}-as-{sample.extension}")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Claim any type for any accepted file."""
    return st.builds(
        lambda sample, media_type: _file(profile, sample, media_type),
        st.sampled_from(profile.accepted),
        st.sampled_from(TYPES),
    )


ATTACK = Attack(
    id="serving.type-confusion",
    title="Bytes of one type under the name of another",
    severity=Severity.MEDIUM,
    controls=("nosniff", "response-media-type"),
    cwe=(436, 646, 434),
    asvs=("v5.0.0-4.1.1", "v5.0.0-3.4.4", "v5.0.0-5.2.2"),
    wstg=("WSTG-INPV-02", "WSTG-BUSL-08"),
    oracles=(truthful_type,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
