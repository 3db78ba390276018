"""Values that nobody expects.

What it does
    Sends numbers that fit no column, dates that are none, types, ranges, cookies and credentials
    that cannot be read, bytes that are no text, and very long words, wherever a request has room
    for a value.

Why it works
    A value is converted before it is checked, or by a library that raises what nobody catches.
    The error is answered by whatever comes last: a server that knows none of the application's
    headers and writes no log, or a worker that dies.

Expected defence
    Nothing of it is an error. Should one happen, a last handler answers it like any other, with
    the same headers, and logs it; a check that fails refuses.

References
    - CWE-248, CWE-636, CWE-754
    - OWASP ASVS v5.0.0-16.5.4, v5.0.0-16.5.3, v5.0.0-16.5.2, v5.0.0-16.3.4; WSTG-ERRH-01
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, OWNER, Attack, Exchange, Probe, Profile, Severity
from attacks.oracles.composed_failure import composed_failure
from attacks.oracles.no_server_error import no_server_error
from attacks.uploads import honest, honest_file, upload
from attacks.visits import asking, logging_in

DIGITS = "9" * 4400  # more than Python turns into a number
HEADERS = {
    "accept": (b"Accept", b";;q=,*/*;q=nan,text/"),
    "accept-language": (b"Accept-Language", b"x" * 2000),
    "accept-encoding": (b"Accept-Encoding", b";q=2,,gzip;q"),
    "authorization-basic": (b"Authorization", b"Basic !!!"),
    "authorization-not-utf-8": (b"Authorization", b"Bearer \xff\xfe"),
    "authorization-bare": (b"Authorization", b" "),
    "cookie": (b"Cookie", b'=;;a="\\;b=\xff;c'),
    "date": (b"If-Modified-Since", b"Thu, 99 Foo 99999999 99:99:99 GMT"),
    "entity-tag": (b"If-None-Match", b'W/"'),
    "range": (b"Range", b"bytes=-,x-,9" + b"9" * 400),
    "range-unit": (b"Range", b"gauntlet=0-1"),
    "if-range": (b"If-Range", b'"'),
    "origin": (b"Origin", b"http://["),
    "fetch-site": (b"Sec-Fetch-Site", b"\xff"),
    "forwarded": (b"X-Forwarded-For", b"::::,%,"),
    "forwarded-port": (b"X-Forwarded-Port", b"99999999"),
    "referer": (b"Referer", b"http://[::1"),
}
UPLOAD_HEADERS = {
    "digest": (b"Repr-Digest", b"sha-256=:!:"),
    "digest-of-another-kind": (b"Repr-Digest", b'sha-256="x", :'),
    "content-encoding": (b"Content-Encoding", b"\xff"),
    "content-language": (b"Content-Language", b"\xff"),
    "expect": (b"Expect", b"gauntlet"),
    "disposition": (b"Content-Disposition", b"attachment; filename*=UTF-8''%ff"),
}
PATHS = {
    "query-not-utf-8": "?page=%ff&%ff=1",
    "query-of-digits": f"?page={DIGITS}",
    "query-without-end": "?" + "&=" * 400,
    "query-of-surrogates": "?page=%ed%a0%80",
    "query-of-nan": "?page=nan",
    "query-of-infinity": "?page=1e999",
}
WORDS = (b"\xff", b"", b"0" * 300, b"-1", b"nan", b"%", b"\t", b'"', b"(", b"[", b"=", b";", b",")


def _steps(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    for name, header in HEADERS.items():
        yield f"{name}-of-page", asking(profile.page, headers=(header,))
    for name, query in PATHS.items():
        yield name, asking(profile.page + query)
    honest_upload = upload(profile, honest_file(profile))
    for name, header in UPLOAD_HEADERS.items():
        yield f"{name}-of-upload", _with(honest_upload, header)
    if login := profile.logins.get(OWNER):
        yield "password-of-nul", logging_in(login, ((login.password, "a\0b"),))
        yield "password-of-60-kb", logging_in(login, ((login.password, "a" * 60_000),))


def _with(step: Exchange, header: tuple[bytes, bytes]) -> Exchange:
    request = step.request
    return replace(step, request=replace(request, headers=(*request.headers, header)))


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each value."""
    return tuple(Probe(steps=(step,), variant=variant) for variant, step in _steps(profile))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Write odd words into any header."""
    values = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(b"".join)
    names = st.sampled_from([name for name, _ in (*HEADERS.values(), *UPLOAD_HEADERS.values())])
    steps = st.sampled_from((asking(profile.page), upload(profile, honest_file(profile))))
    return st.builds(
        lambda step, name, value: Probe(steps=(_with(step, (name, value)),), variant=GENERATED),
        steps,
        names,
        values,
    )


ATTACK = Attack(
    id="errors.crash",
    title="Values that nobody expects",
    severity=Severity.MEDIUM,
    controls=("last-resort-handler", "validator-fail-closed"),
    cwe=(248, 636, 754),
    asvs=("v5.0.0-16.5.4", "v5.0.0-16.5.3", "v5.0.0-16.5.2", "v5.0.0-16.3.4"),
    wstg=("WSTG-ERRH-01",),
    oracles=(no_server_error, composed_failure),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
