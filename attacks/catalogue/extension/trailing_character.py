r"""A character behind the active extension that some reader drops.

What it does
    Sends an honest file under an active extension that is followed by a dot, a blank, a
    stream, a semicolon, a separator, a wildcard or a fragment, mostly with the allowed
    extension behind it.

Why it works
    Windows drops trailing dots and blanks when it opens a file and writes ``x.php::$DATA``
    to ``x.php``; IIS 6 stops at ``;``; a careless splitter stops at a separator; a browser
    that asks for ``x.php#.png`` asks for ``x.php``. The check saw another extension than
    the one that takes effect.

Expected defence
    Refuse these characters in a name; or tidy up first and check what is left.

References
    - CWE-42, CWE-46, CWE-69, CWE-434
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-2.2.1, WSTG-BUSL-09
    - Microsoft, "Naming Files, Paths, and Namespaces"
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest

NAMES = {
    "dot": b"report.BAD.",
    "dots": b"report.BAD....",
    "blank": b"report.BAD ",
    "blank-encoded": b"report.BAD%20",
    "dot-blank-dot": b"report.BAD. .",
    "no-break-space": "report.BAD\u00a0".encode(),  # str.strip() drops it
    "stream-default": b"report.BAD::$DATA",
    "stream-allowed": b"report.BAD:.GOOD",  # leaves an empty report.php on NTFS
    "semicolon": b"report.BAD;.GOOD",
    "semicolon-asp": b"report.asp;.GOOD",  # IIS 6 runs what stands before it
    "separator": b"report.BAD/.GOOD",
    "separator-backslash": rb"report.BAD\.GOOD",
    "separator-at-end": rb"report.BAD.\\",  # twice: alone it would escape the closing quote
    "slash-at-end": b"report.BAD/",
    "slash-and-dot": b"report.BAD/.",
    "backspaces": b"report.BAD.GOOD\x08\x08\x08\x08",  # a terminal shows "report.php"
    "wildcards": b"report.BAD>>>",  # the Windows search turns these into "any"
    "fragment": b"report.BAD#.GOOD",
    "query": b"report.BAD?.GOOD",
    "allowed-and-dot": b"report.GOOD.",
    "allowed-and-blank": b"report.GOOD ",
}

TAILS = (*".; :/#?<>\u00a0\u3000", r"\\", "%20", "%2e", "%3b", "%23", "%3f", "::$DATA")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each trailing character."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put one to three such characters behind the extension, with or without a good one."""
    tail = st.lists(st.sampled_from(TAILS), min_size=1, max_size=3).map("".join)
    end = st.sampled_from((f".{profile.sample.extension}", ""))
    name = st.builds("report.{}{}{}".format, extensions.active(profile), tail, end)
    return generated(profile, name.map(str.encode))


ATTACK = Attack(
    id="extension.trailing-character",
    title="A character behind the active extension that some reader drops",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,  # some of the readers are on Windows only
    controls=("reserved-names", "extension-parse"),
    cwe=(42, 46, 69, 434),
    asvs=("v5.0.0-5.2.2", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name, confinement),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
