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
from attacks.strategies.patterns import generated, spelled
from attacks.uploads import honest, named

MARKUP = tuple(BROWSER_ACTIVE)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each extension that the target does not accept."""
    return tuple(
        named(profile, spelled(profile, b"report.BAD", bad), variant=f"extension-{bad}")
        for bad in extensions.unwanted(profile, MARKUP)
    )


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
