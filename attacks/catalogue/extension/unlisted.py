"""An extension that nobody meant to accept.

What it does
    Sends an honest file under extensions that no server runs: what a desktop opens or obeys, and
    what servers have no type for, so that a browser guesses it. Compressed ones are sent with a
    page's extension before them.

Why it works
    A list of forbidden extensions is written by people who think of servers. A shortcut whose icon
    lies elsewhere makes a computer log in there as soon as its folder is shown; a query file opens
    in a spreadsheet and fetches; ``report.html.gz`` is a page as soon as a server sends it with an
    encoding. Which of these pass tells an attacker what kind of list it is.

Expected defence
    A list of what is accepted, and nothing else, whatever the extension means to anybody.

References
    - CWE-434, CWE-184
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-5.1.1, WSTG-BUSL-08, WSTG-BUSL-09
    - WHATWG, "MIME Sniffing"
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions, filenames
from attacks.strategies.extensions import DESKTOP, SNIFFED
from attacks.strategies.patterns import generated, spelled, variants
from attacks.uploads import honest, named

UNLISTED = (*DESKTOP, *SNIFFED)

ODD = {
    "desktop-ini": b"desktop.ini",  # Windows takes a folder's icon and name from it
    "thumbs": b"Thumbs.db",
    # What Windows calls a file with a longer name: web.config, .htaccess, Program Files.
    "short-alias-configuration": b"WEB~1.CON",
    "short-alias-htaccess": b"HTACCE~1",
    "short-alias-folder": b"PROGRA~1",
    "compressed-archive": b"report.tar.gz",
    "compressed-page": b"report.html.gz",
    "compressed-picture": b"report.svg.xz",
    "compressed-brotli": b"report.html.br",
}
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each extension that the target does not accept."""
    plain = tuple(
        named(profile, spelled(profile, b"report.BAD", bad), variant=f"extension-{bad}")
        for bad in extensions.unwanted(profile, UNLISTED)
    )
    return (*plain, *variants(profile, ODD))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Make up extensions of two to five letters, alone or behind a page's."""
    accepted = {sample.extension for sample in profile.accepted}
    made_up = st.text(LETTERS, min_size=2, max_size=5).filter(lambda e: e not in accepted)
    extension = st.one_of(extensions.active(profile, UNLISTED), made_up)
    inner = st.sampled_from(("", ".html", ".tar", ".svg"))
    return generated(
        profile, st.builds("{}{}.{}".format, filenames.stems(), inner, extension).map(str.encode)
    )


ATTACK = Attack(
    id="extension.unlisted",
    title="An extension that nobody meant to accept",
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,  # somebody has to download and open it
    controls=("extension-allowlist",),
    cwe=(434, 184),
    asvs=("v5.0.0-5.2.2", "v5.0.0-5.1.1"),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
