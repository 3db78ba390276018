"""Two extensions, of which one is allowed.

What it does
    Sends an honest file under an active extension before, behind or between allowed and
    unknown ones: ``report.php.png``, ``report.png.php``, ``report.php.zzqx``.

Why it works
    Checks and readers disagree about which dot counts. A search for ``.png`` anywhere in
    the name, or a look at the first extension, accepts ``report.png.php``. Apache's
    ``AddHandler`` looks at every extension, so that ``report.php.png`` runs, and drops the
    ones that it does not know, so that ``report.php.zzqx`` does.

Expected defence
    The last extension decides, and none before it may be active: ``minutes v1.2.pdf`` is
    honest, ``report.php.png`` is not. A server-chosen name with one extension holds.

References
    - CWE-646, CWE-434
    - OWASP ASVS v5.0.0-5.2.2, WSTG-BUSL-09
    - Apache httpd, mod_mime, "Files with Multiple Extensions"
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest

NAMES = {
    "allowed-last": b"report.BAD.GOOD",
    "allowed-first": b"report.GOOD.BAD",
    "allowed-around": b"report.GOOD.BAD.GOOD",
    "allowed-as-stem": b"GOOD.BAD",  # split(".")[0] and endswith() confused
    "active-twice": b"report.BAD.BAD",  # stripped once, one is left
    "unknown-last": b"report.BAD.zzqx",
    "archive-last": b"report.BAD.7z",
    "two-dots-between": b"report.BAD..GOOD",
    "far-apart": b"report.BAD.of.last.year.GOOD",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each order."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put allowed and unknown extensions around an active one."""
    bad = extensions.active(profile)
    harmless = st.sampled_from((profile.sample.extension, extensions.UNKNOWN, "v1", ""))
    around = st.lists(harmless, max_size=2)
    suffixes = st.builds(lambda head, b, tail: [*head, b, *tail], around, bad, around)
    several = suffixes.filter(lambda s: len(s) > 1)
    return generated(profile, several.map(lambda s: ".".join(("report", *s)).encode()))


ATTACK = Attack(
    id="extension.double-extension",
    title="Two extensions, of which one is allowed",
    severity=Severity.HIGH,
    controls=("extension-parse",),
    cwe=(646, 434),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
