"""One request that floods the log.

What it does
    Uploads an honest file in a form with two hundred things that may be worth a line each: parts
    without a name, header lines that are none, line ends before the first boundary, fields that
    nobody knows, broken escapes.

Why it works
    What a parser warns of, it warns of each time. A body of a megabyte then writes many megabytes
    of log: the disk is full, the one line that matters is among a million, and the request takes as
    long as the slowest log handler.

Expected defence
    Stop at the first thing that is wrong, and write one event for the request.

References
    - CWE-779, CWE-770
    - OWASP ASVS v5.0.0-16.1.1, v5.0.0-15.2.2; WSTG-BUSL-09
    - CVE-2025-47287, CVE-2024-53981
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Demand, Probe, Profile, Severity
from attacks.oracles.few_events import few_events
from attacks.strategies.multipart import media_type_line, probe, with_headers
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import Form, Part, disposition, quoted, text_part

MANY = 200
NAMELESS = Part(headers=(b"Content-Disposition: form-data",))
HEADLESS = Part(headers=())
ODD_ESCAPE = text_part(b"%zz\\", b"%zz")
LINES = {"not-a-header": b"x", "no-name": b":x", "odd-name": b"a b: c", "known": b"Content-Type: a"}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each thing two hundred times."""
    file = part_for(profile, honest_file(profile))
    parts = {"nameless": NAMELESS, "headless": HEADLESS, "odd-escape": ODD_ESCAPE, "file": file}
    forms = (_parts(profile, part, f"{name}-parts") for name, part in parts.items())
    lines = (_lines(profile, line, f"{name}-lines") for name, line in LINES.items())
    return (*forms, *lines, _preamble(profile))


def _parts(profile: Profile, part: Part, variant: str = GENERATED) -> Probe:
    """Return the honest file, and many of *part* behind it."""
    form = form_for(profile, part_for(profile, honest_file(profile)), *(part,) * MANY)
    return _sent(profile, form, variant)


def _lines(profile: Profile, line: bytes, variant: str = GENERATED) -> Probe:
    """Return the honest file with many of *line* in its part header."""
    name = disposition(
        quoted(b"name", profile.field.encode()), quoted(b"filename", honest_file(profile).filename)
    )
    lines = (name, media_type_line(profile), *(line,) * MANY)
    return with_headers(profile, *lines, variant=variant, demand=Demand.EITHER)


def _preamble(profile: Profile) -> Probe:
    file = part_for(profile, honest_file(profile))
    form = form_for(profile, file)
    return _sent(profile, Form(parts=form.parts, preamble=b"\r\n" * MANY), "line-ends-before")


def _sent(profile: Profile, form: Form, variant: str) -> Probe:
    return probe(profile, form, variant=variant, demand=Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat any line of a part header, or a part of any two of them."""
    tokens = st.sampled_from((b"x", b":", b" ", b"=", b";", b"form-data", b"\xff", b"Content-Type"))
    line = st.lists(tokens, min_size=1, max_size=4).map(b"".join)
    parts = st.lists(line, max_size=2).map(lambda lines: Part(headers=tuple(lines)))
    return line.map(lambda each: _lines(profile, each)) | parts.map(
        lambda part: _parts(profile, part)
    )


ATTACK = Attack(
    id="logging.flood",
    title="One request that floods the log",
    severity=Severity.MEDIUM,
    controls=("events-logged", "malformed-multipart"),
    cwe=(779, 770),
    asvs=("v5.0.0-16.1.1", "v5.0.0-15.2.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(few_events,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.LOGS}),
)
