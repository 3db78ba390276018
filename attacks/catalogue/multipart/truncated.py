"""A body that ends too early.

What it does
    Stops sending inside the data, inside the part header or inside the closing delimiter,
    and declares exactly the length that is sent, so that only the missing end tells.

Why it works
    A parser that hands out what it has so far makes half a file look whole; one that
    answers "no file" makes a failed upload look like an empty form. Either way the client
    is told that all is well.

Expected defence
    A body without its closing delimiter is answered with an error and nothing is kept.

References
    - CWE-354, CWE-636, CWE-1286
    - OWASP ASVS v5.0.0-16.5.3, v5.0.0-2.2.1, v5.0.0-2.3.3; WSTG-ERRH-01, WSTG-BUSL-01
    - RFC 2046, section 5.1.1
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import probe
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import Form


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each place where the body stops."""
    form = _form(profile)
    return tuple(
        probe(profile, form, body=form.cut(end), variant=variant) for variant, end in _ends(profile)
    )


def _form(profile: Profile) -> Form:
    return form_for(profile, part_for(profile, honest_file(profile)))


def _ends(profile: Profile) -> Iterator[tuple[str, int]]:
    form = _form(profile)
    whole = form.body().to_bytes()
    data_end = whole.rindex(b"\r\n--" + form.boundary)
    data_start = data_end - len(profile.sample.content)
    # the dashes that make a delimiter the last one
    yield "closing-dashes-missing", len(whole) - len(b"--\r\n")
    yield "one-dash-missing", len(whole) - len(b"-\r\n")
    # a line end that may be data or delimiter
    yield "after-last-line-end", data_end + len(b"\r\n")
    # all the data, and nothing to say so
    yield "no-closing-delimiter", data_end
    # an unfinished delimiter is data, to a reader that takes what it gets
    yield "inside-delimiter", data_end + len(b"\r\n--") + len(form.boundary) // 2
    # half a file
    yield "inside-data", data_start + len(profile.sample.content) // 2
    # a file of no bytes, or no file
    yield "before-data", data_start
    # no part at all, to a reader that waits for the blank line
    yield "inside-part-header", data_start - len(b"\r\n\r\n")
    # nothing but the end, and not even that
    yield "empty-body", 0
    yield "inside-file-name", whole.rindex(b"filename=") + len(b'filename="re')


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Cut the body at any byte before its closing delimiter is whole."""
    form = _form(profile)
    last = form.body().size - len(b"-\r\n")
    return st.integers(1, last).map(lambda end: probe(profile, form, body=form.cut(end)))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return a body without its last line end, which RFC 2046 does not ask for."""
    form = _form(profile)
    body = form.cut(form.body().size - len(b"\r\n"))
    closed = probe(
        profile, form, body=body, variant="closed-without-line-end", demand=Demand.ACCEPT
    )
    return honest(profile), closed


ATTACK = Attack(
    id="multipart.truncated",
    title="Body that ends too early",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(354, 636, 1286),
    asvs=("v5.0.0-16.5.3", "v5.0.0-2.2.1", "v5.0.0-2.3.3"),
    wstg=("WSTG-ERRH-01", "WSTG-BUSL-01"),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
