"""A second file behind the end of the first, or in front of it.

What it does
    Uploads whole, honest files with something behind their end mark: an archive, a page, a
    script. Where a type is read from its end, something in front of it.

Why it works
    Readers of pictures stop at the end mark and readers of archives begin at the end, so one
    file is two: GIFAR was a picture to the site and a program to the browser. A server-side
    include runs the script wherever in the file it stands.

Expected defence
    A file ends where its type says, and what has more is refused; or the file is written anew
    from what was decoded.

References
    - CWE-436, CWE-434
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-09
    - CVE-2008-5343 (GIFAR)
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.canaries import HIDDEN
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies import contents
from attacks.strategies.archives import Member, zipped
from attacks.strategies.contents import HONEST
from attacks.strategies.polyglots import four_in_one, page_around
from attacks.strategies.typed import BINARY, Tables, drawn, from_tables, honest_each

TAILS = {
    "archive": zipped([Member(name=b"a.txt", data=HIDDEN)]),
    "script": b"<?php /*" + HIDDEN + b"*/ ?>",
    "page": b"<script>/*" + HIDDEN + b"*/</script>",
    "one-byte": b"\x01",
}
PIECES = (b"\0", b"\n", b"%PDF-1.4\n", b"%%EOF\n", b";", b"\xff\xd9", b"GIF89a", b"PK\x05\x06")
# A PDF reader looks for its header in the first kilobyte, a zip reader for its end in the last.
FRONTS = {"script-in-front": TAILS["script"], "page-in-front": TAILS["page"]}
TABLES: Tables = {
    **{
        extension: {name: HONEST[extension].content + tail for name, tail in TAILS.items()}
        for extension in BINARY
    },
    "pdf": {
        **{name: contents.pdf() + tail for name, tail in TAILS.items()},
        **{name: front + b"\n" + contents.pdf() for name, front in FRONTS.items()},
        "page-around": page_around(HIDDEN),
        # a program, a page and an archive beside it
        "four-in-one": four_in_one(HIDDEN),
    },
    "zip": {
        **{name: contents.archive() + tail for name, tail in TAILS.items()},
        **{name: front + contents.archive() for name, front in FRONTS.items()},
        # the one place behind its end that the format itself knows
        "comment": zipped([Member()], comment=TAILS["script"]),
    },
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each tail behind each accepted type."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put any bytes, or what other files begin and end with, behind an honest file."""
    whole = st.sampled_from([HONEST[extension].content for extension in BINARY])
    pieces = st.lists(st.sampled_from((*TAILS.values(), *PIECES)), min_size=1, max_size=3)
    tails = st.binary(min_size=1, max_size=64) | pieces.map(b"".join)
    return drawn(profile, BINARY, st.builds(bytes.__add__, whole, tails))


ATTACK = Attack(
    id="content.trailing-data",
    title="A second file behind the first",
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    controls=("full-decode", "polyglot-neutralised"),
    cwe=(436, 434),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *BINARY),
)
