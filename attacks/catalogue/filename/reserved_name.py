"""Names that a system, a server or a shell keeps for itself.

What it does
    Sends an honest file under a Windows device name, an NTFS stream, a short alias, a name
    that a command line takes for an option or a pattern, and a server's own configuration
    file; each with the allowed extension, so that only the reserved part is wrong.

Why it works
    Windows opens ``CON.txt`` as the console in any folder, and ``a.txt:b`` writes a stream
    that no listing shows. A backup script that runs ``tar *`` reads ``-rf.txt`` as options.
    A file kept harmlessly on Linux meets these readers later: on a share, in a zip, in
    somebody's shell.

Expected defence
    Refuse such names on every platform, since stored files travel; or choose the stored
    and the offered name on the server.

References
    - CWE-67, CWE-69, CWE-641
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09
    - Microsoft, "Naming Files, Paths, and Namespaces"
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import filenames
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest

NAMES = {
    "device": b"CON.GOOD",
    "device-lower-case": b"nul.GOOD",
    "device-port": b"COM1.GOOD",
    "device-superscript": "LPT¹.GOOD".encode(),  # Windows reads the digit
    "device-blank": b"aux .GOOD",  # the blank is dropped before the lookup
    "device-two-extensions": b"prn.tar.GOOD",  # the first dot ends a device name
    "device-port-zero": b"COM0.GOOD",
    "device-stream": b"aux:x.GOOD",
    "device-clock": b"CLOCK$.GOOD",
    "device-console": b"CONIN$.GOOD",
    "leading-dash": b"-rf.GOOD",
    "leading-two-dashes": b"--help.GOOD",
    "leading-option": b"--checkpoint-action=echo.GOOD",  # tar obeys it, in a list of names
    "leading-tilde": b"~root.GOOD",  # a shell expands it to a home folder
    "wildcard": b"*.GOOD",
    "wildcards": b"*?.GOOD",
    "wildcards-windows": b"web<<",  # to its search, any name that begins like that
    "short-alias": b"GAUNTL~1.GOOD",  # on Windows a second name, here of a file of ours at most
    "stream": b"report:hidden.GOOD",
    "stream-of-allowed-file": b"report.GOOD:hidden.GOOD",
    "stream-default": b"report.GOOD::$DATA",
    "stream-index": b"report.GOOD::$INDEX_ALLOCATION",  # a folder of that name
    "stream-active": b"report.GOOD:hidden.BAD",
    "stream-sign": "report⩴hidden.GOOD".encode(),  # NFKC makes U+2A74 "::="
    "server-configuration": b"web.config.GOOD",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each name."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix device names with leading options and inner streams, before the allowed extension."""
    leading = st.builds(str.__add__, st.sampled_from(("-", "--", "~", "*", "?")), filenames.stems())
    stream = st.builds("{}:{}".format, filenames.stems(), filenames.stems())
    alias = st.integers(1, 9).map("gauntl~{}".format)
    stem = st.one_of(filenames.devices(), leading, stream, alias)
    return generated(profile, stem.map(lambda s: f"{s}.{profile.sample.extension}".encode()))


ATTACK = Attack(
    id="filename.reserved-name",
    title="Names that a system, a server or a shell keeps for itself",
    severity=Severity.LOW,
    confidence=Confidence.LOW,  # matters where the file travels to such a reader
    controls=("reserved-names",),
    cwe=(67, 69, 641),
    asvs=("v5.0.0-5.3.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
