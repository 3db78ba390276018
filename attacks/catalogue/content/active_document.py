"""Documents that a browser runs: SVG, pages, XML.

What it does
    Uploads documents with a script in them under their own extension, where the target is not
    known to take it, and under the names of pictures.

Why it works
    SVG is a picture to a person and a program to a browser, and so is XML with a style sheet.
    A list of "images" that holds SVG lets script in; so does a decoder that finds out by itself
    that the file called ``.png`` is one.

Expected defence
    What runs is not on the list of types; or only drawing is left of it.

References
    - CWE-79, CWE-80, CWE-434
    - OWASP ASVS v5.0.0-1.3.4, v5.0.0-3.2.1; WSTG-INPV-02
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Body, Confidence, Demand, Probe, Profile, SentFile, Severity
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.typed import IMAGES, drawn, holding, honest_each, of_types
from attacks.uploads import upload

SCRIPT = b"<script>/*" + HIDDEN + b"*/</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'
XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml">'
DOCUMENTS = {
    "svg": (b"image/svg+xml", SVG + SCRIPT + b"</svg>"),
    "html": (b"text/html", b"<!doctype html>" + SCRIPT),
    "xhtml": (b"application/xhtml+xml", XHTML + SCRIPT + b"</html>"),
    "xml": (b"text/xml", b'<?xml version="1.0"?>' + XHTML + SCRIPT + b"</html>"),
}
DRAWINGS = {
    "handler": SVG.replace(b" width", b' onload="/*' + HIDDEN + b'*/" width') + b"</svg>",
    "foreign": SVG + b"<foreignObject>" + XHTML + SCRIPT + b"</html></foreignObject></svg>",
    "link": SVG + b'<a href="javascript:/*' + HIDDEN + b'*/"><path/></a></svg>',
    "style-sheet": b'<?xml-stylesheet href="#x"?>' + SVG + SCRIPT + b"</svg>",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each document under its own name, then each drawing under a picture's."""
    accepted = {sample.extension for sample in profile.accepted}
    own = (_document(profile, e) for e in DOCUMENTS if e not in accepted)
    disguised = (
        holding(profile, sample, content, variant=f"{name}-as-{sample.extension}")
        for sample in of_types(profile, *IMAGES)
        for name, content in {"script": DOCUMENTS["svg"][1], **DRAWINGS}.items()
    )
    return (*own, *disguised)


def _document(profile: Profile, extension: str) -> Probe:
    media_type, content = DOCUMENTS[extension]
    name = f"document.{extension}".encode()
    file = SentFile(filename=name, content=Body((content,)), media_type=media_type)
    step = upload(profile, file, demand=Demand.REFUSE)
    return Probe(steps=(step,), variant=f"own-{extension}")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw one of the documents, under its own name or a picture's."""
    accepted = {sample.extension for sample in profile.accepted}
    own = st.sampled_from([e for e in DOCUMENTS if e not in accepted] or ["svg"])
    contents = st.sampled_from([*DRAWINGS.values()])
    return own.map(lambda e: _document(profile, e)) | drawn(profile, IMAGES, contents)


ATTACK = Attack(
    id="content.active-document",
    title="A document that runs, taken as a file",
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    controls=("active-content",),
    cwe=(79, 80, 434),
    asvs=("v5.0.0-1.3.4", "v5.0.0-3.2.1"),
    wstg=("WSTG-INPV-02",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *IMAGES),
)
