"""Boundaries that are missing, repeated, extended or imitated.

What it does
    Announces no boundary, an empty one, two, one in RFC 2231 spelling, or another than the
    body uses; and sends honest data that nearly holds the delimiter.

Why it works
    With two boundaries Werkzeug takes the last and Tornado, aiohttp and `email` the first:
    each finds other parts in the same body. Without a usable boundary many parsers return an
    empty form, and the upload is lost without an error.

Expected defence
    The boundary is given exactly once, and the body uses it; anything else is refused. A
    quoted boundary is legal. Data that only looks like the delimiter is stored unchanged.

References
    - CWE-436, CWE-1286
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-2.2.1; WSTG-BUSL-09
    - RFC 2046, section 5.1.1; RFC 2045, section 5.1
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Demand, Probe, Profile, SentFile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.oracles.stored_bytes_equal_sent import stored_bytes_equal_sent
from attacks.strategies.framing import name_for, text_sample
from attacks.strategies.multipart import boundaries, look_alikes, probe
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import BOUNDARY, Form

TYPE = b"multipart/form-data"
# Each row: the boundary that the body uses, and the parameters that announce it.
REFUSED = {
    # nothing tells where a part begins
    "missing": (BOUNDARY, b""),
    # a delimiter of two dashes is in every second text
    "empty": (b"", b"; boundary="),
    "empty-quoted": (b"", b'; boundary=""'),
    # first or last: parsers differ, and so do the parts they see
    "two-first-used": (BOUNDARY, b"; boundary=" + BOUNDARY + b"; boundary=other"),
    "two-last-used": (BOUNDARY, b"; boundary=other; boundary=" + BOUNDARY),
    # decoded by mail parsers and Werkzeug, unknown to form parsers
    "starred": (BOUNDARY, b"; boundary*=UTF-8''" + BOUNDARY),
    "starred-over-plain": (BOUNDARY, b"; boundary=other; boundary*=UTF-8''" + BOUNDARY),
    "in-pieces": (BOUNDARY, b"; boundary*0=" + BOUNDARY[:9] + b"; boundary*1=" + BOUNDARY[9:]),
    # the parts are there, and no delimiter announces them
    "another": (BOUNDARY, b"; boundary=other"),
    # a delimiter is compared byte by byte
    "another-case": (BOUNDARY, b"; boundary=" + BOUNDARY.upper()),
}
LONG = b"b" * 200
SPECIALS = b"a'()+_,-./:=? z"
TOLERATED = {
    # RFC 2046 allows 70 characters; a longer one is read alike by all who read it
    "two-hundred-characters": (LONG, b"; boundary=" + LONG),
    # longer than the buffer of an old reader, which then never moved on (CVE-2014-0050)
    "just-below-four-kilobytes": (b"b" * 4_091, b"; boundary=" + b"b" * 4_091),
    "four-kilobytes": (b"b" * 4_096, b"; boundary=" + b"b" * 4_096),
    "eight-kilobytes": (b"b" * 8_192, b"; boundary=" + b"b" * 8_192),
    # all that RFC 2046 allows between quotes, and few parsers do
    "special-characters": (SPECIALS, b'; boundary="' + SPECIALS + b'"'),
    # ill-formed, but all readers see the same parts
    "the-same-twice": (BOUNDARY, b"; boundary=" + BOUNDARY + b"; boundary=" + BOUNDARY),
}
LEGAL = {
    # many clients quote it always
    "quoted": (BOUNDARY, b'; boundary="' + BOUNDARY + b'"'),
    # parameters that a reader does not know are skipped
    "behind-charset": (BOUNDARY, b"; charset=utf-8; boundary=" + BOUNDARY),
    "seventy-characters": (b"b" * 70, b"; boundary=" + b"b" * 70),
}
LOOK_ALIKES = {
    # no line end before it
    "data-inline-delimiter": b"text --" + BOUNDARY + b" text\n",
    # all but its last character, at a line start
    "data-short-delimiter": b"text\r\n--" + BOUNDARY[:-1] + b"\r\n",
    # the boundary without its dashes
    "data-bare-boundary": b"text\r\n" + BOUNDARY + b"\r\n",
    # the start of a delimiter as the last thing in the data
    "data-ends-in-dashes": b"text\r\n--",
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to announce a boundary that a reader cannot rely on."""
    refused = _announced(profile, REFUSED, Demand.REFUSE)
    return refused + _announced(profile, TOLERATED, Demand.EITHER)


def _announced(
    profile: Profile, rows: dict[str, tuple[bytes, bytes]], demand: Demand
) -> tuple[Probe, ...]:
    form = form_for(profile, part_for(profile, honest_file(profile)))
    return tuple(
        probe(profile, _with_boundary(form, used, told), variant=variant, demand=demand)
        for variant, (used, told) in rows.items()
    )


def _with_boundary(form: Form, used: bytes, told: bytes) -> Form:
    return replace(form, boundary=used, media_type=TYPE + told)


def _imitated(profile: Profile) -> tuple[Probe, ...]:
    if text_sample(profile) is None:
        return ()
    return tuple(
        _holding(profile, text, variant, Demand.ACCEPT) for variant, text in LOOK_ALIKES.items()
    )


def _holding(
    profile: Profile,
    text: bytes,
    variant: str = GENERATED,
    demand: Demand = Demand.EITHER,
) -> Probe:
    file = SentFile(
        filename=name_for(profile, "dashes"), content=Body((text,)), media_type=b"text/plain"
    )
    form = form_for(profile, part_for(profile, file))
    return probe(profile, form, variant=variant, demand=demand, file=file)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Announce any legal boundary, twice or once; imitate it where text is accepted."""
    form = form_for(profile, part_for(profile, honest_file(profile)))
    twice = boundaries().map(
        lambda used: probe(
            profile, _with_boundary(form, used, b"; boundary=" + used + b"; boundary=+" + used)
        )
    )
    quoted = boundaries().map(
        lambda used: probe(
            profile,
            _with_boundary(form, used, b'; boundary="' + used + b'"'),
            demand=Demand.EITHER,
        )
    )
    imitated = look_alikes().map(lambda text: _holding(profile, text))
    return twice | quoted | imitated if text_sample(profile) else twice | quoted


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the legal ways to announce a boundary, and data that only looks like one."""
    legal = _announced(profile, LEGAL, Demand.ACCEPT)
    return (honest(profile), *legal, *_imitated(profile))


ATTACK = Attack(
    id="multipart.boundary",
    title="Missing, repeated, extended and imitated boundaries",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(436, 1286),
    asvs=("v5.0.0-1.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(fails_closed, stored_bytes_equal_sent),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
