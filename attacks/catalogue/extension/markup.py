"""An extension that a browser runs as a page.

What it does
    Sends the bytes of an honest file under the extensions of HTML and its relatives: the
    short form, the XML forms, SVG, style sheets, archived pages, script.

Why it works
    Static servers derive the media type from the extension. A stored ``.html`` is then a
    page of the site's own origin, with its cookies; ``.svg`` passes for an image and runs
    script; ``.xht`` and ``.mht`` are in the system's type table and on nobody's list.

Expected defence
    Accept only documented extensions. Where markup must be taken, serve it from another
    origin, as an attachment: that is another attack's concern.

References
    - CWE-434, CWE-79
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-3.2.1, WSTG-BUSL-08, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions, filenames
from attacks.strategies.extensions import BROWSER_ACTIVE
from attacks.strategies.patterns import Texts, generated, spelled, texts
from attacks.uploads import honest, named

MARKUP = tuple(BROWSER_ACTIVE)

# Directives that a server or a cache in front of it carries out: the sum would show.
DIRECTIVES: Texts = {
    "server-side-include": (b"report.shtml", b'<!--#exec cmd="expr 313370001 + 45671" -->\n'),
    "server-side-include-stm": (b"report.stm", b'<!--#echo var="DATE_LOCAL" -->\n'),
    "edge-side-include": (b"report.html", b'<esi:include src="/"/>\n'),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each extension that the target does not accept, then directives."""
    plain = tuple(
        named(profile, spelled(profile, b"report.BAD", bad), variant=f"extension-{bad}")
        for bad in extensions.unwanted(profile, MARKUP)
    )
    return (*plain, *texts(profile, DIRECTIVES))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put extensions of markup behind a harmless stem."""
    extension = extensions.active(profile, MARKUP)
    return generated(
        profile, st.builds("{}.{}".format, filenames.stems(), extension).map(str.encode)
    )


ATTACK = Attack(
    id="extension.markup",
    title="An extension that a browser runs as a page",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,  # depends on how the file is served
    controls=("extension-allowlist",),
    cwe=(434, 79),
    asvs=("v5.0.0-5.2.2", "v5.0.0-3.2.1"),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
