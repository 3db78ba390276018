"""A stored file that a browser renders as a page of the target.

What it does
    Uploads an honest file of every accepted type and, where text is accepted, text files that
    hold HTML, SVG, XHTML and script; pictures whose palette or pixels spell a script, which no
    drawing anew takes out of them. Then it fetches them back and looks at the headers.

Why it works
    A document that is opened from the target's own address runs with the target's origin and
    the victim's session. One guess of the type by a browser, or one wrong type in a table,
    turns "only a text file" into stored script.

Expected defence
    Every file is served as a download (`attachment`) and, should a browser render it
    nevertheless, under a sandbox that takes script and origin from it. Each defence has to
    hold without the other.

References
    - CWE-79, CWE-434
    - OWASP ASVS v5.0.0-3.2.1, v5.0.0-5.4.1, v5.0.0-3.4.3; WSTG-INPV-02, WSTG-BUSL-08
    - RFC 6266, section 4.2; Content Security Policy Level 3, section 6.3.2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Capability,
    Demand,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.inert_when_served import inert_when_served
from attacks.strategies.framing import text_sample
from attacks.strategies.polyglots import DRAWN, noted_pdf
from attacks.strategies.typed import holding, of_types
from attacks.uploads import honest, upload

EITHER = Demand.EITHER
CANARY = b"gauntlet-canary"
SCRIPT = b"<script>document.title='" + CANARY + b"'</script>"
TEXTS = {
    # what every sniffing browser takes for HTML
    "html-document": b"<!doctype html><title>t</title>" + SCRIPT,
    # no document frame at all
    "script-only": SCRIPT,
    # sniffers skip white space in front
    "behind-blanks": b" \n\t\n" + SCRIPT,
    # a comment is enough to be HTML
    "behind-comment": b"<!-- x -->" + SCRIPT,
    # an image to a person, a document with script to a browser
    "svg-document": b"<svg xmlns='http://www.w3.org/2000/svg' onload=\"document.title='"
    + CANARY
    + b"'\"/>",
    # XML types are final, even with nosniff
    "xhtml-document": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'
    b"<script>//<![CDATA[\ndocument.title='" + CANARY + b"'//]]></script></html>",
    # longer than the 1445 bytes by which a browser tells the type
    "behind-padding": b"<!--" + b"an honest remark " * 240 + b"-->" + SCRIPT,
    # a mail that holds a page, and how a page says that it is one
    "mail-container": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + SCRIPT.replace(b"=", b"=3D"),
    "style-sheet-link": b'<?xml version="1.0"?><?xml-stylesheet href="data:text/xsl,"?><a/>',
    "cache-manifest": b"CACHE MANIFEST\nFALLBACK:\n/ /\n",
    "policy-file": b'<cross-domain-policy><allow-access-from domain="*"/></cross-domain-policy>',
    # a program to the shell that it is saved for
    "shell-lines": b"@echo " + CANARY + b"\r\n",
    "mark-and-script": b"\xef\xbb\xbf" + SCRIPT,
    "formulas": b'name,value\r\n=HYPERLINK("http://gauntlet.example"),+1\r\n@SUM(1),-1\r\n',
    # harmless as text; as script it passes a policy of 'self'
    "plain-script": b"document.title='" + CANARY + b"'\n",
}
PAGES = (
    (b"html", b"text/html", "html-document"),
    (b"svg", b"image/svg+xml", "svg-document"),
    (b"xhtml", b"application/xhtml+xml", "xhtml-document"),
    (b"xht", b"application/xhtml+xml", "xhtml-document"),
    (b"xml", b"text/xml", "style-sheet-link"),
    (b"eml", b"message/rfc822", "mail-container"),
    (b"js", b"text/javascript", "plain-script"),
    (b"appcache", b"text/cache-manifest", "cache-manifest"),
)
OPENINGS = (b"", b" ", b"\n", b"\t", b"<!-- -->", b"<!doctype html>", b"<html>", b"<b>", b"a\n")
ACTIVE = (
    SCRIPT,
    b"<img src=x onerror=\"document.title='" + CANARY + b"'\">",
    b"<svg onload=\"document.title='" + CANARY + b"'\">",
    b"<iframe srcdoc=\"<script>parent.document.title='" + CANARY + b"'</script>\"></iframe>",
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each accepted type, and one for each active text."""
    texts = tuple(_text(profile, data, name) for name, data in _texts(profile))
    drawn = (
        holding(profile, sample, make(SCRIPT), variant=f"{name}-{sample.extension}", demand=EITHER)
        for sample in of_types(profile, *DRAWN)
        for name, make in DRAWN[sample.extension].items()
    )
    noted = (
        holding(profile, sample, noted_pdf(SCRIPT), variant="page-in-comment-pdf", demand=EITHER)
        for sample in of_types(profile, "pdf")
    )
    return (*_plain(profile), *texts, *_pages(profile), *drawn, *noted)


def _pages(profile: Profile) -> tuple[Probe, ...]:
    """Upload pages under names of their own, for a target that takes them."""
    return tuple(
        Probe(
            steps=(
                upload(
                    profile,
                    SentFile(
                        filename=b"page." + extension,
                        content=Body((TEXTS[text],)),
                        media_type=media_type,
                    ),
                ),
            ),
            variant=f"page-{extension.decode()}",
        )
        for extension, media_type, text in PAGES
    )


def _plain(profile: Profile) -> tuple[Probe, ...]:
    """Upload each accepted type as it is: the headers must not depend on the type."""
    return tuple(
        Probe(
            steps=(
                upload(
                    profile,
                    SentFile(
                        filename=f"plain.{sample.extension}".encode(),
                        content=Body((sample.content,)),
                        media_type=sample.media_type.encode(),
                    ),
                ),
            ),
            variant=f"plain-{sample.extension}",
        )
        for sample in profile.accepted
    )


def _texts(profile: Profile) -> tuple[tuple[str, bytes], ...]:
    return tuple(TEXTS.items()) if text_sample(profile) else ()


def _text(profile: Profile, data: bytes, variant: str = GENERATED) -> Probe:
    file = SentFile(filename=b"page.txt", content=Body((data,)), media_type=b"text/plain")
    return Probe(steps=(upload(profile, file, demand=Demand.EITHER),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix openings and active elements in a text; else any accepted type."""
    if text_sample(profile) is None:
        return st.sampled_from(_plain(profile))
    return st.builds(
        lambda opening, active: _text(profile, opening + active),
        st.lists(st.sampled_from(OPENINGS), max_size=4).map(b"".join),
        st.sampled_from(ACTIVE),
    )


ATTACK = Attack(
    id="serving.rendered-inline",
    title="Stored file rendered as a page of the target",
    severity=Severity.HIGH,
    controls=("attachment-disposition", "content-csp-sandbox"),
    cwe=(79, 434),
    asvs=("v5.0.0-3.2.1", "v5.0.0-5.4.1", "v5.0.0-3.4.3"),
    wstg=("WSTG-INPV-02", "WSTG-BUSL-08"),
    oracles=(inert_when_served,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
