"""A complete part hidden in the text of an honest file.

What it does
    Uploads a text file whose lines spell out a delimiter, the headers of another file and its
    data; only the line ends differ from a real part: LF or CR where the frame has CRLF. Where
    no text is accepted, the lines stand behind the end of another honest file.

Why it works
    The delimiter begins with CRLF. Werkzeug and Django take any line end for it and find a
    second file that Starlette, aiohttp and a strict scanner do not see. The first file is
    cut short, and the second one was never looked at.

Expected defence
    The file is refused, or stored whole, to the last byte, and nothing else with it.

References
    - CWE-436, CWE-354
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-2.2.1; WSTG-BUSL-09
    - RFC 2046, sections 4.1.1 and 5.1.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Demand, Probe, Profile, SentFile, Severity
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.strategies.framing import name_for, text_sample
from attacks.strategies.multipart import NOT_CRLF
from attacks.uploads import honest, upload
from attacks.wire.multipart import BOUNDARY, disposition, quoted

ENDS = {
    # what most lenient parsers take for a line end
    "line-feeds": b"\n",
    # what `str.splitlines` and Werkzeug take too
    "carriage-returns": b"\r",
    # neither order is CRLF, and a pattern such as ``[\r\n]+`` takes both
    "reversed": b"\n\r",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each line end."""
    return tuple(_hiding(profile, (end,) * 6, variant) for variant, end in ENDS.items())


def _hiding(profile: Profile, ends: tuple[bytes, ...], variant: str = GENERATED) -> Probe:
    """Return an upload whose last lines hold a part with the line ends *ends*."""
    rival = name_for(profile, "rival")
    named = (quoted(b"name", profile.field.encode()), quoted(b"filename", rival))
    lines = (
        b"first line",
        b"--" + BOUNDARY,
        disposition(*named),
        b"",
        b"hidden",
        b"--" + BOUNDARY + b"--",
    )
    text = b"".join(line + end for line, end in zip(lines, ends, strict=True))
    file = replace(_carrier(profile, text), rivals=(rival,))
    return Probe(steps=(upload(profile, file),), variant=variant)


def _carrier(profile: Profile, text: bytes) -> SentFile:
    """Return a text file that holds *text*, or the honest file with *text* behind its end."""
    sample = text_sample(profile)
    head = b"" if sample else profile.sample.content + b"\n"
    return SentFile(
        filename=name_for(profile, "carrier"),
        content=Body((head + text + b"last line\n",)),
        media_type=(sample or profile.sample).media_type.encode(),
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix the line ends; the two before a delimiter are never CRLF."""
    other, any_end = st.sampled_from(NOT_CRLF), st.sampled_from((*NOT_CRLF, b"\r\n"))
    ends = st.tuples(other, any_end, any_end, any_end, other, any_end)
    return ends.map(lambda mixed: _hiding(profile, mixed))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the honest file, and the carrier with nothing hidden in it."""
    step = upload(profile, _carrier(profile, b"second "), demand=Demand.ACCEPT)
    return honest(profile), Probe(steps=(step,), variant="carrier")


ATTACK = Attack(
    id="multipart.hidden-part",
    title="Part hidden in the text of an honest file",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(436, 354),
    asvs=("v5.0.0-1.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(stored_bytes_equal_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
