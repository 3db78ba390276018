"""One member among others that would not be accepted by itself.

What it does
    Uploads archives with a script or a page among honest members, first, in the middle and
    last; with two members of one name; with a member that is encrypted.

Why it works
    A check that looks at the first member, or stops at the first good one, lets the others in.
    Of two members of one name a scanner reads the first and an unpacker keeps the last. What is
    encrypted nobody can look at, and whoever sends the password by mail opens it.

Expected defence
    Every member is judged like an upload of its own, and one that fails refuses the archive.

References
    - CWE-434, CWE-436
    - OWASP ASVS v5.0.0-5.2.2; WSTG-BUSL-08, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.archives import ENCRYPTED, Member, zipped
from attacks.strategies.typed import Tables, drawn, from_tables, honest_each

HONEST = tuple(Member(name=b"honest-%d.txt" % n) for n in range(3))
BAD = Member(name=b"bad.php", data=b"<?php ?>")
ACTIVE = (b"php", b"html", b"svg", b"js", b"exe", b"sh", b"PHP")


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
        "encrypted": _among(Member(name=b"secret.txt", flags=ENCRYPTED), 1),
    }
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each archive with one member too many."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put a member of an active type anywhere."""
    archives = st.builds(
        lambda extension, at: _among(Member(name=b"bad." + extension), at),
        st.sampled_from(ACTIVE),
        st.integers(0, 3),
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
