"""One member among others that would not be accepted by itself.

What it does
    Uploads archives with a script or a page among honest members, first, in the middle and
    last; with a member that becomes a module of the program that unpacks it; with two members
    of one name, or of names that become one; with a member that is encrypted.

Why it works
    A check that looks at the first member, or stops at the first good one, lets the others in.
    Of two members of one name a scanner reads the first and an unpacker keeps the last. What is
    encrypted nobody can look at, and whoever sends the password by mail opens it. A package of
    the name of a module that a program imports is imported in its place.

Expected defence
    Every member is judged like an upload of its own, and one that fails refuses the archive.

References
    - CWE-434, CWE-436
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-08, WSTG-BUSL-09
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.archives import ENCRYPTED, UTF8, Member, zipped
from attacks.strategies.typed import Tables, drawn, from_tables, honest_each

HONEST = tuple(Member(name=b"honest-%d.txt" % n) for n in range(3))
BAD = Member(name=b"bad.php", data=b"<?php ?>")
ACTIVE = (b"php", b"html", b"svg", b"js", b"exe", b"sh", b"PHP", b"py", b"pth", b"txt.php")
FOLDERS = (b"", b"a/", b"settings/", b"__MACOSX/", b"META-INF/", b"word/")


def _among(member: Member, at: int) -> bytes:
    return zipped([*HONEST[:at], member, *HONEST[at:]])


TABLES: Tables = {
    "zip": {
        "script-first": _among(BAD, 0),
        "script-in-the-middle": _among(BAD, 1),
        "script-last": _among(BAD, 3),
        "page": _among(Member(name=b"page.html", data=b"<script></script>"), 3),
        "same-name": zipped([HONEST[0], Member(name=HONEST[0].name, data=b"Another text.\n")]),
        # one file on systems that do not tell them apart
        "same-name-but-for-case": zipped([Member(name=b"a.txt"), Member(name=b"A.TXT")]),
        # one letter in one code point and in two: one file on macOS
        "same-name-but-for-accents": zipped(
            [Member(name=name.encode(), flags=UTF8) for name in ("é.txt", "e\u0301.txt")]
        ),
        "encrypted": _among(Member(name=b"secret.txt", flags=ENCRYPTED), 1),
        # what Python imports in place of a module, and what it runs at every start
        "module": _among(Member(name=b"settings/__init__.py", data=b"\n"), 3),
        "path-file": _among(Member(name=b"a.pth", data=b"import os\n"), 3),
        "script-in-a-comment": _among(replace(HONEST[0], comment=b"<?php ?>"), 0),
    }
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each archive with one member too many."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put a member of an active type anywhere, in any folder, packed or not."""
    archives = st.builds(
        lambda folder, extension, at, packed: _among(
            Member(name=folder + b"bad." + extension, packed=packed), at
        ),
        st.sampled_from(FOLDERS),
        st.sampled_from(ACTIVE),
        st.integers(0, 3),
        st.booleans(),
    )
    return drawn(profile, ("zip",), archives)


ATTACK = Attack(
    id="archive.members",
    title="A member that would not be accepted by itself",
    severity=Severity.LOW,
    confidence=Confidence.LOW,
    controls=("archive-members-validated",),
    cwe=(434, 436),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
)
