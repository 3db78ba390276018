"""Members that are links and devices.

What it does
    Uploads archives with a symbolic link to a file of the system, with a link and a member that
    is to be written through it, with a pipe and a device.

Why it works
    An unpacker that makes the link hands out whatever it points to, or writes the next member
    to wherever it leads, past every check of names. A pipe stops whoever reads it for ever.

Expected defence
    Only files and folders are taken; anything else refuses the archive.

References
    - CWE-59, CWE-61, CWE-62
    - OWASP ASVS v5.0.0-5.2.5; WSTG-BUSL-09
"""

from __future__ import annotations

import stat

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.archives import LINK, Member, zipped
from attacks.strategies.typed import Tables, drawn, from_tables, honest_each

KINDS = {
    "link": LINK,
    "pipe": stat.S_IFIFO | 0o644,
    "device": stat.S_IFCHR | 0o644,
    "disk": stat.S_IFBLK | 0o644,
    "socket": stat.S_IFSOCK | 0o644,
}


def _odd(mode: int, data: bytes = b"/etc/passwd") -> Member:
    return Member(name=b"odd.txt", data=data, mode=mode)


TABLES: Tables = {
    "zip": {
        **{name: zipped([Member(), _odd(mode)]) for name, mode in KINDS.items()},
        "link-upwards": zipped([_odd(LINK, b"../../..")]),
        "written-through": zipped(
            [Member(name=b"d", data=b"/tmp", mode=LINK), Member(name=b"d/gauntlet.txt")]
        ),
    }
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each kind of member."""
    return from_tables(profile, TABLES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Point a link anywhere, among any number of honest members."""
    targets = st.sampled_from((b"/etc/passwd", b"..", b"/", b"honest.txt", b"/proc/self/environ"))
    before = st.integers(0, 4)
    archives = st.builds(
        lambda count, target: zipped(
            [*(Member(name=b"%d.txt" % n) for n in range(count)), _odd(LINK, target)]
        ),
        before,
        targets,
    )
    return drawn(profile, ("zip",), archives)


ATTACK = Attack(
    id="archive.links",
    title="Members that are links or devices",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("archive-links",),
    cwe=(59, 61, 62),
    asvs=("v5.0.0-5.2.5",),
    wstg=("WSTG-BUSL-09",),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
)
