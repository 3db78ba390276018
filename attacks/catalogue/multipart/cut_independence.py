"""One form, cut in different ways as it arrives.

What it does
    Sends a form whole, and the same form again in pieces that arrive one by one: cut at each
    place that parsers stumble at, byte by byte, or anywhere. In process the pieces are short
    reads, over a socket they are sent with a pause between.

Why it works
    Nobody promises how many bytes a read brings. A parser that looks for a delimiter in what it
    has so far must keep back what may be its beginning; where it counts these bytes twice or not
    at all, a file is one byte longer or shorter, a line end leaks into it, or a header is cut.
    Werkzeug 3.1.5 to 3.1.9 add a CR when a read ends between the two closing dashes. Tests that
    hand over the body in one piece never see it, and networks decide who does.

Expected defence
    The outcome is the same for every cutting, to the last byte.

References
    - CWE-354, CWE-436
    - OWASP ASVS v5.0.0-2.3.3, v5.0.0-1.5.3; WSTG-BUSL-01
    - https://github.com/pallets/werkzeug/issues/3285
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Exchange,
    Probe,
    Profile,
    Sample,
    SentFile,
    Severity,
)
from attacks.oracles.cut_independent import cut_independent
from attacks.strategies.contents import two_files
from attacks.strategies.cuts import PLACES, Places, anywhere, at_parts, behind_fields, cut
from attacks.strategies.multipart import deviations, honest_form
from attacks.uploads import honest, post
from attacks.wire.deviations import deviated

PAUSE = 0.002  # long enough for the other end to read, and 500 pieces take a second


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return an honest form for each place, whole and cut there."""
    return tuple(_twice(profile, places, variant=name) for name, places in PLACES.items())


def _twice(
    profile: Profile, places: Places, names: tuple[str, ...] = (), *, variant: str = GENERATED
) -> Probe:
    """Return two uploads that differ in a name, a digit of their content, and the second's cuts."""
    whole, again = two_files(profile)
    steps = (
        _delivered(profile, whole, "whole", names, lambda _body, _start: ()),
        _delivered(profile, again, "apart", names, places),
    )
    return Probe(steps=steps, variant=variant)


def _delivered(
    profile: Profile, sample: Sample, stem: str, names: tuple[str, ...], places: Places
) -> Exchange:
    file = SentFile(
        filename=f"{stem}.{sample.extension}".encode(),
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )
    form = deviated(honest_form(profile, file), names)
    body = form.body().to_bytes()
    pieces = cut(body, places(body, behind_fields(profile, body)))
    request = replace(post(profile, form, body=pieces), pause=PAUSE)
    return Exchange(request=request, file=file, demand=Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Cut an honest form, or one with a deviation or two, anywhere up to four times."""
    names = st.just(()) | deviations()
    return st.builds(
        lambda chosen, parts: _twice(profile, at_parts(parts), chosen), names, anywhere()
    )


ATTACK = Attack(
    id="multipart.cut-independence",
    title="One form, cut in different ways as it arrives",
    severity=Severity.MEDIUM,
    controls=("malformed-multipart",),
    cwe=(354, 436),
    asvs=("v5.0.0-2.3.3", "v5.0.0-1.5.3"),
    wstg=("WSTG-BUSL-01",),
    oracles=(cut_independent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
