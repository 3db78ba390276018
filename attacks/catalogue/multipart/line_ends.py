"""Line ends other than CRLF.

What it does
    Ends the lines of the multipart frame with LF or CR, throughout or at one place.

Why it works
    The delimiter begins with CRLF, and so ends each header. A parser that takes any line end
    finds parts, or headers, which a strict one does not see: the scanner in front reads an
    empty form, the application a file that nobody looked at.

Expected defence
    A frame with other line ends is refused. Line ends inside a file are its own business.

References
    - CWE-436, CWE-1286
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-2.2.1; WSTG-BUSL-09
    - RFC 2046, sections 4.1.1 and 5.1.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Demand, Probe, Profile, SentFile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.framing import name_for, text_sample
from attacks.strategies.multipart import line_ends, probe
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import BOUNDARY

CRLF, LF, CR = b"\r\n", b"\n", b"\r"

# The ends of: delimiter, Content-Disposition, Content-Type, blank line, data.
ENDS = {
    # what a script writes that forgot the carriage return
    "line-feeds": (LF, LF, LF, LF, LF),
    # old Macintosh ends, which `str.splitlines` takes too
    "carriage-returns": (CR, CR, CR, CR, CR),
    # header and body are parted by two LF to one parser, by nothing to another
    "line-feeds-in-header": (CRLF, LF, LF, LF, CRLF),
    # two headers to one parser, one header with a control character to another
    "bare-return-in-header": (CRLF, CR, CRLF, CRLF, CRLF),
    # the closing delimiter is data to a strict reader
    "line-feed-before-delimiter": (CRLF, CRLF, CRLF, CRLF, LF),
    # not a delimiter line to a strict reader
    "line-feed-after-delimiter": (LF, CRLF, CRLF, CRLF, CRLF),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each place."""
    return tuple(_ended(profile, ends, variant) for variant, ends in ENDS.items())


def _ended(profile: Profile, ends: tuple[bytes, ...], variant: str = GENERATED) -> Probe:
    file = honest_file(profile)
    part = part_for(profile, file)
    form = form_for(profile, part)
    texts = replace(form, parts=form.parts[:-1], closed=False).body().to_bytes()
    lines = (b"--" + BOUNDARY, *part.headers, b"", profile.sample.content)
    framed = b"".join(line + end for line, end in zip(lines, ends, strict=True))
    body = Body((texts + framed + b"--" + BOUNDARY + b"--" + CRLF,))
    return probe(profile, form, body=body, variant=variant, file=file)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix the line ends of the frame."""
    return line_ends(5).map(lambda ends: _ended(profile, ends))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return an honest frame round a text of bare line feeds."""
    sample = text_sample(profile)
    if sample is None:
        return (honest(profile),)
    file = SentFile(
        filename=name_for(profile, "lines"),
        content=Body((b"one\ntwo\n\nthree\n",)),
        media_type=sample.media_type.encode(),
    )
    form = form_for(profile, part_for(profile, file))
    lines = probe(profile, form, variant="text-of-lines", demand=Demand.ACCEPT, file=file)
    return honest(profile), lines


ATTACK = Attack(
    id="multipart.line-ends",
    title="Line ends other than CRLF",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(436, 1286),
    asvs=("v5.0.0-1.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
