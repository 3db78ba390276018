"""A file that a server obeys because of where it lies.

What it does
    Sends the settings that servers read from every folder, under their own names: ``.htaccess``
    that makes a program of the allowed type, ``.user.ini`` that puts a file in front of every
    page, ``web.config``, policies of an origin, proofs of whose a site is. Some are sent with the
    allowed extension behind a cut.

Why it works
    Such a file is text, and its name has no extension, or a harmless one: a list of active
    extensions has nothing to refuse. Once it lies in a folder that is served, it changes what
    becomes of every other file there, and the first upload arms the second.

Expected defence
    Store under a name that the server chose, outside every folder that a server reads. Refuse
    the names as well, for whoever downloads the file.

References
    - CWE-434, CWE-184, CWE-942
    - OWASP ASVS v5.0.0-5.3.1, v5.0.0-5.3.2, WSTG-BUSL-09, WSTG-CONF-08
    - Apache HTTP Server, "htaccess files"; PHP manual, ".user.ini files"; RFC 8615
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.strategies.patterns import Texts, generated_texts, texts
from attacks.uploads import honest

HANDLER = b"AddType application/x-httpd-php .GOOD\n"
MAPPING = (
    b"<configuration><system.webServer><handlers><add name='gauntlet' path='*.GOOD' verb='*' "
    b"modules='IsapiModule'/></handlers></system.webServer></configuration>\n"
)
POLICY = b"<cross-domain-policy><allow-access-from domain='*'/></cross-domain-policy>\n"
ACCESS = b"<access-policy><cross-domain-access><policy/></cross-domain-access></access-policy>\n"

FILES: Texts = {
    "htaccess": (b".htaccess", HANDLER),
    "htaccess-nul": (b".htaccess\x00.GOOD", HANDLER),
    "htaccess-nul-encoded": (b".htaccess%00.GOOD", HANDLER),
    "htpasswd": (b".htpasswd", b"gauntlet:{SHA}\n"),
    "user-ini": (b".user.ini", b"auto_prepend_file=report.GOOD\n"),
    "php-ini": (b"php.ini", b"auto_prepend_file=report.GOOD\n"),
    "web-config": (b"web.config", MAPPING),
    "uwsgi-ini": (b"uwsgi.ini", b"[uwsgi]\ngauntlet = @(exec://echo gauntlet)\n"),
    "crossdomain": (b"crossdomain.xml", POLICY),
    "client-access-policy": (b"clientaccesspolicy.xml", ACCESS),
    "robots": (b"robots.txt", b"User-agent: *\nDisallow: /\n"),
    "well-known": (b".well-known/security.txt", b"Contact: mailto:gauntlet@example.com\n"),
    "index-page": (b"index.html", b"<h1>gauntlet</h1>\n"),
    "index-page-nul": (b"index.html\x00.GOOD", b"<h1>gauntlet</h1>\n"),
}
CUTS = (b"", b"%00.GOOD", b"\x00.GOOD", b".GOOD", b".", b" ", b"::$DATA", b"%20", b";.GOOD")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each file that this target may be sent."""
    return texts(profile, FILES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put what some reader drops behind each name."""
    names = st.builds(
        lambda file, cut: (file[0].removesuffix(b".GOOD") + cut, file[1]),
        st.sampled_from(tuple(FILES.values())),
        st.sampled_from(CUTS),
    )
    return generated_texts(profile, names)


ATTACK = Attack(
    id="filename.server-configuration",
    title="A file that a server obeys because of where it lies",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,  # the server must read from the folder of the store
    controls=("reserved-names", "generated-storage-name"),
    cwe=(434, 184, 942),
    asvs=("v5.0.0-5.3.1", "v5.0.0-5.3.2"),
    wstg=("WSTG-BUSL-09", "WSTG-CONF-08"),
    oracles=(safe_name, confinement),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
