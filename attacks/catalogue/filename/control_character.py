"""Characters in a name that no reader should meet.

What it does
    Sends an honest file whose stem holds a control character, a line end, a character that
    turns the direction of text, one that cannot be seen, or bytes that are not UTF-8. The
    extension is the allowed one and untouched.

Why it works
    A name is written into headers, logs, terminals, pages and C programs. CR and LF start
    another header or log line, ESC talks to a terminal, NUL ends a C string, U+202E shows
    ``gnp.exe`` as ``exe.png``, and an invisible character makes two names that look alike.

Expected defence
    Refuse them: no honest name needs them. U+200C and U+200D between letters are spelling
    in some scripts and are not sent. Dropping them holds too, if the name that results is
    the one that every later check sees.

References
    - CWE-158, CWE-150, CWE-93, CWE-451
    - OWASP ASVS v5.0.0-2.2.1, v5.0.0-1.3.3, WSTG-BUSL-09
    - Unicode Technical Report 36, "Unicode Security Considerations"
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.header_integrity import header_integrity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import filenames
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest

NAMES = {
    "nul": b"re\x00port.GOOD",
    "line-feed": b"re\nport.GOOD",
    "carriage-return": b"re\rport.GOOD",
    "header-split": b"re\r\nX-Gauntlet: split\r\nport.GOOD",
    "tab": b"re\tport.GOOD",
    "every-control": b"report" + bytes(range(1, 32)) + b".GOOD",
    "start-of-heading": b"re\x01port.GOOD",
    "backspace": b"secret\x08\x08\x08\x08\x08\x08report.GOOD",  # a terminal shows "report"
    "escape-sequence": b"re\x1b[2Jport.GOOD",  # clears the screen of who lists it
    "delete": b"re\x7fport.GOOD",
    "c1-control": "re\u009bport.GOOD".encode(),  # the escape sequence's one-character form
    "next-line": "re\u0085port.GOOD".encode(),
    "line-separator": "re\u2028port.GOOD".encode(),  # a line end to Python and JSON readers
    "right-to-left-override": "re\u202eport.GOOD".encode(),
    "isolate": "re\u2067port\u2069.GOOD".encode(),
    "zero-width-space": "re\u200bport.GOOD".encode(),
    "soft-hyphen": "re\u00adport.GOOD".encode(),
    "byte-order-mark": "\ufeffreport.GOOD".encode(),
    "invalid-utf8": b"re\xffport.GOOD",
    "latin-1": b"r\xe9port.GOOD",
    "surrogate": b"re\xed\xa0\x80port.GOOD",
    # UTF-16 with its mark: markup to a reader that goes by the mark.
    "utf-16": b"\xff\xfe" + "<s>".encode("utf-16-le") + b"report.GOOD",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each character."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put hostile characters before, into and behind a stem, never into the extension."""
    stem = filenames.stems().map(str.encode)
    hostile = st.lists(filenames.hostile_characters(), min_size=1, max_size=3).map(b"".join)
    head = st.one_of(st.just(b""), stem)
    good = st.just(b"." + profile.sample.extension.encode())
    return generated(profile, st.tuples(head, hostile, stem, good).map(b"".join))


ATTACK = Attack(
    id="filename.control-character",
    title="Characters in a name that no reader should meet",
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,  # the harm is done by whoever shows or logs the name
    controls=("control-characters",),
    cwe=(158, 150, 93, 451),
    asvs=("v5.0.0-2.2.1", "v5.0.0-1.3.3"),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name, header_integrity),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
