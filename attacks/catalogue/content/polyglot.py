"""A picture that is a second file, to its last byte.

What it does
    Uploads pictures that are also a script, an archive or a page: the bytes that open a comment
    of JavaScript are a GIF's width and a JPEG's length, an archive calls the rest of the picture
    its comment, markup stands where a camera notes its owner. Some hold a megabyte once their
    texts are unpacked. Then it unpacks what is served, and looks for the second file.

Why it works
    There is nothing behind the end mark, no checksum is wrong, no length lies: a check of the
    structure takes the file for what it is, a picture. It is a script to the page that includes
    it, past a policy of ``'self'``, and an archive to the program that is given it.

Expected defence
    The picture is decoded and written anew, with nothing but pixels, under limits that hold for
    its texts as well. To refuse it holds.

References
    - CWE-436, CWE-434, CWE-79, CWE-409
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-09, WSTG-INPV-02
    - RFC 1950; PNG, third edition, section 11.3.2; PKWARE APPNOTE 4.3.16
"""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from attacks.model import Attack, Capability, Confidence, Demand, Probe, Profile, Severity
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.hidden_is_gone import hidden_is_gone
from attacks.strategies.archives import Member, zipped
from attacks.strategies.images import HIDERS, NOTES, Hider
from attacks.strategies.polyglots import POLYGLOTS
from attacks.strategies.typed import IMAGES, Tables, from_tables, honest_each, of_types

CODE = b"<?php /*" + HIDDEN + b"*/ ?>"
PAGE = b"<script>/*" + HIDDEN + b"*/</script>"
MARKUP = {
    "png": {"page-in-text": HIDERS["png"]["text"], "page-in-exif": NOTES["png"]["exif"]},
    "jpg": {"page-in-comment": HIDERS["jpg"]["comment"], "page-in-exif": NOTES["jpg"]["exif"]},
    "gif": {"page-in-comment": HIDERS["gif"]["comment"]},
    "webp": {"page-in-xml-packet": HIDERS["webp"]["xml-packet"]},
}
PAYLOADS = (
    HIDDEN,
    CODE,
    PAGE,
    b"<?=/*" + HIDDEN + b"*/1?>",
    b'<script language="php">/*' + HIDDEN + b"*/</script>",
    b"<svg onload=/*" + HIDDEN + b"*/>",
    b"<%/*" + HIDDEN + b"*/%>",
    b"{{ '" + HIDDEN + b"' }}",
    b"%PDF-1.4\n%" + HIDDEN + b"\n",
    zipped([Member(name=b"a", data=HIDDEN)]),
)
# What a filter that searches for the first words of another file is led past by.
FRONTS = (b"", b"\xff\xfe", b"\n", b"<!--", b"*/", b"GIF89a", b"\0" * 9)


def _made(makers: Mapping[str, Mapping[str, Hider]], mark: bytes) -> Tables:
    return {e: {name: make(mark) for name, make in table.items()} for e, table in makers.items()}


SECONDS, PAGES = _made(POLYGLOTS, CODE), _made(MARKUP, PAGE)
TABLES: Tables = {extension: {**SECONDS[extension], **PAGES[extension]} for extension in IMAGES}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each second file in each accepted type."""
    return from_tables(profile, TABLES, demand=Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Compose a place, what leads past a filter, and what a second reader runs."""
    if not of_types(profile, *IMAGES):
        return st.nothing()
    marks = st.builds(bytes.__add__, st.sampled_from(FRONTS), st.sampled_from(PAYLOADS))
    return marks.flatmap(lambda mark: _placed(profile, mark))


def _placed(profile: Profile, mark: bytes) -> st.SearchStrategy[Probe]:
    makers = {e: {**HIDERS[e], **NOTES[e], **_cheap(e)} for e in IMAGES}
    return st.sampled_from(from_tables(profile, _made(makers, mark), demand=Demand.EITHER))


def _cheap(extension: str) -> dict[str, Hider]:
    return {n: make for n, make in POLYGLOTS[extension].items() if "mebibytes" not in n}


ATTACK = Attack(
    id="content.polyglot",
    title="A picture that is a second file",
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,
    controls=("polyglot-neutralised",),
    cwe=(436, 434, 79, 409),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-09", "WSTG-INPV-02"),
    oracles=(hidden_is_gone,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *IMAGES),
    needs=frozenset({Capability.RETRIEVE}),
)
