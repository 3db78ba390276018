"""Bytes before the first and after the last delimiter.

What it does
    Puts text, delimiter look-alikes and a complete file part into the preamble and the
    epilogue of a form.

Why it works
    RFC 2046 tells readers to skip both. Django and Tornado read on behind the closing
    delimiter, so that a part which a strict scanner has to ignore is stored; a parser that
    searches the preamble again and again pays for its length.

Expected defence
    A little junk is skipped, much may be refused. What follows the closing delimiter is never
    read as a part.

References
    - CWE-436
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-2.2.1; WSTG-BUSL-09
    - RFC 2046, section 5.1.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Demand, Probe, Profile, Severity
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.strategies.multipart import junk, probe
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import BOUNDARY, Form, text_part

TOLERATED = {
    # what mail programs write there, but as bytes that no text holds
    "binary-preamble": (b"\x00\xff\r\n", b""),
    # the delimiter without its line start
    "inline-delimiter": (b"x--" + BOUNDARY + b"\r\n", b""),
    # empty lines before the first delimiter, from clients that count line ends twice
    "blank-preamble": (b"\r\n\r\n", b""),
    # a second end: nothing follows the first one
    "closed-twice": (b"", b"--" + BOUNDARY + b"--\r\n"),
    # a reader that keeps it all, or searches it again at each block, is slow here
    "long-preamble": (b"x" * 65_536 + b"\r\n", b""),
    "long-epilogue": (b"", b"x" * 65_536),
}
LEGAL = {
    # the very text that RFC 2046 has in its example
    "preamble": (b"This is a multi-part message in MIME format.\r\n", b""),
    "epilogue": (b"", b"This is the epilogue. It is also to be ignored.\r\n"),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the junk that may be skipped, and the late parts, which must be."""
    junked = tuple(
        _around(profile, before, after, variant) for variant, (before, after) in TOLERATED.items()
    )
    return (*junked, _late(profile), _late_second(profile))


def _around(
    profile: Profile,
    before: bytes,
    after: bytes,
    variant: str = GENERATED,
    demand: Demand = Demand.EITHER,
) -> Probe:
    form = form_for(profile, part_for(profile, honest_file(profile)))
    junked = replace(form, preamble=before, epilogue=after)
    return probe(profile, junked, variant=variant, demand=demand)


def _late(profile: Profile) -> Probe:
    """Return a form without a file, and a file behind its end.

    An honest reader takes nothing: the sent content is empty, so that whatever is stored
    is more than was sent, while "no file" is as good an answer as an error.
    """
    late = honest_file(profile, "late")
    epilogue = Form(parts=(part_for(profile, late),)).body().to_bytes()
    form = replace(form_for(profile, text_part(b"note", b"honest")), epilogue=epilogue)
    nothing = replace(late, content=Body(), rivals=(late.filename,))
    return probe(profile, form, variant="late-part", demand=Demand.EITHER, file=nothing)


def _late_second(profile: Profile) -> Probe:
    """Return an honest form, and another file for the same field behind its end."""
    sample = profile.sample
    late = replace(honest_file(profile, "late"), content=Body((sample.content * 2,)))
    epilogue = Form(parts=(part_for(profile, late),)).body().to_bytes()
    return _around(profile, b"", epilogue, "late-second-part")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put any bytes without a delimiter round an honest form."""
    return st.builds(
        lambda before, after: _around(profile, before + b"\r\n", after), junk(), junk()
    )


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the examples of RFC 2046."""
    legal = tuple(
        _around(profile, before, after, variant, Demand.ACCEPT)
        for variant, (before, after) in LEGAL.items()
    )
    return (honest(profile), *legal)


ATTACK = Attack(
    id="multipart.junk-around",
    title="Bytes before the first and after the last delimiter",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(436,),
    asvs=("v5.0.0-1.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(stored_bytes_equal_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
