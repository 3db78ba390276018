"""A file in a body that is not multipart/form-data.

What it does
    Sends an honest file as a raw body under its own type, as octets, in JSON as base64, in
    a URL-encoded form, as another kind of multipart, and without any Content-Type.

Why it works
    Frameworks read whichever body they understand. A second way in that was never meant to
    exist has none of the checks of the first: no file name, no count of parts, often no
    limit; and a browser may send some of these from a foreign site without asking first.

Expected defence
    The endpoint takes the one media type that its form sends; anything else is an error (415)
    and nothing is kept.

References
    - CWE-1287, CWE-436
    - OWASP ASVS v5.0.0-2.2.1, v5.0.0-1.5.3; WSTG-BUSL-08
    - RFC 7578, section 2; RFC 9110, section 15.5.16
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from urllib.parse import urlencode

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Demand,
    Exchange,
    Probe,
    Profile,
    Request,
    Severity,
)
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import probe
from attacks.uploads import form_for, honest, honest_file, part_for
from attacks.wire.multipart import BOUNDARY, Form

TOPS = (b"multipart", b"application", b"text", b"image", b"x-multipart")
SUBS = (b"mixed", b"form-dat", b"form-data-", b"related", b"plain", b"octet-stream", b"json", b"*")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each other body, and for each other type over the honest one."""
    return (
        # the second way in of many an API
        _raw(profile, "json-base64", b"application/json", _as_json(profile)),
        # what ``request.get_data()`` would store
        _raw(profile, "raw-own-type", profile.sample.media_type.encode(), profile.sample.content),
        _raw(profile, "raw-octets", b"application/octet-stream", profile.sample.content),
        # a form without enctype, as a forgotten attribute sends it, with the bytes in it
        _raw(profile, "url-encoded", b"application/x-www-form-urlencoded", _as_query(profile)),
        # the honest body under a type that is not the form's
        _typed(profile, "multipart-mixed", b"multipart/mixed"),
        _typed(profile, "multipart-related", b"multipart/related"),
        # needs no preflight from a foreign page, as does form-data
        _typed(profile, "text-plain", b"text/plain"),
        # nothing says that it is multipart; guessing is how readers come to differ
        _untyped(profile),
        # one header for the proxy, another for the application
        _typed_twice(profile, "two-types", b"text/plain"),
        _typed_twice(profile, "two-types-multipart", b"multipart/form-data; boundary=other"),
        # what WebDAV and many an API take as a file
        _by(profile, "raw-put", b"PUT"),
        _by(profile, "raw-patch", b"PATCH"),
    )


def _raw(profile: Profile, variant: str, media_type: bytes, body: bytes) -> Probe:
    form = Form(parts=(), media_type=media_type)
    return probe(profile, form, variant=variant, body=Body((body,)))


def _as_json(profile: Profile) -> bytes:
    file = honest_file(profile)
    coded = base64.b64encode(profile.sample.content).decode()
    named = {"filename": file.filename.decode(), "content": coded}
    return json.dumps({**dict(profile.fields), profile.field: named, **named}).encode()


def _as_query(profile: Profile) -> bytes:
    file = honest_file(profile)
    pairs = [*profile.fields, (profile.field, profile.sample.content), ("filename", file.filename)]
    return urlencode(pairs).encode()


def _honest_form(profile: Profile) -> Form:
    return form_for(profile, part_for(profile, honest_file(profile)))


def _typed(profile: Profile, variant: str, media_type: bytes) -> Probe:
    announced = media_type + b"; boundary=" + BOUNDARY
    return probe(profile, replace(_honest_form(profile), media_type=announced), variant=variant)


def _typed_twice(profile: Profile, variant: str, other: bytes) -> Probe:
    headers = ((b"Content-Type", other),)
    return probe(profile, _honest_form(profile), variant=variant, headers=headers)


def _by(profile: Profile, variant: str, method: bytes) -> Probe:
    """Return the raw file under its own type, sent to the endpoint with *method*."""
    raw = _raw(profile, variant, profile.sample.media_type.encode(), profile.sample.content)
    (step,) = raw.steps
    return replace(raw, steps=(replace(step, request=replace(step.request, method=method)),))


def _untyped(profile: Profile) -> Probe:
    request = Request(path=profile.endpoint.encode(), body=_honest_form(profile).body())
    step = Exchange(request=request, file=honest_file(profile), demand=Demand.REFUSE)
    return Probe(steps=(step,), variant="no-type")


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Send the honest body under types near to the honest one."""
    near = st.builds(
        lambda top, sub: top + b"/" + sub, st.sampled_from(TOPS), st.sampled_from(SUBS)
    )
    return near.map(lambda media_type: _typed(profile, GENERATED, media_type))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return the honest body under its type, as it is and in other letters."""
    announced = b"Multipart/Form-Data; boundary=" + BOUNDARY  # RFC 9110, 8.3.1: case is nothing
    form = replace(_honest_form(profile), media_type=announced)
    cased = probe(profile, form, variant="type-in-other-case", demand=Demand.ACCEPT)
    return honest(profile), cased


ATTACK = Attack(
    id="multipart.not-multipart",
    title="File in a body that is not multipart/form-data",
    severity=Severity.MEDIUM,
    controls=("request-media-type",),
    cwe=(1287, 436),
    asvs=("v5.0.0-2.2.1", "v5.0.0-1.5.3"),
    wstg=("WSTG-BUSL-08",),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
