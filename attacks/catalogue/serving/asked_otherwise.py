"""A stored file that is asked for in another way than the page does.

What it does
    Stores a text that a browser would take for a page, and asks for it with what servers read:
    a query that names a type or says ``inline``, an ``Accept`` for pages, a request for a worker's
    script, ranges that begin, end, overlap or depend on a validator, other methods, headers by
    which a cache tells one answer from another. Then it compares the headers with those of the
    plain download.

Why it works
    The safe headers are set where the plain download is answered, and other answers go other
    ways: the partial one is made by a library, the query is passed on to a store that takes
    ``response-content-type`` from it, a cache keeps the answer to one request for all.

Expected defence
    The headers of a file come from one function and depend on the file alone.

References
    - CWE-430, CWE-444, CWE-436, CWE-79
    - OWASP ASVS v5.0.0-4.1.1, v5.0.0-3.2.1, v5.0.0-3.4.4; WSTG-INPV-02, WSTG-CONF-14
    - RFC 9110, sections 12.5.1, 13.1 and 14.2; Service Workers, section 4
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Capability, Header, Probe, Profile, Severity
from attacks.oracles.steady_headers import steady_headers
from attacks.strategies.framing import text_sample
from attacks.uploads import honest, honest_file, upload
from attacks.visits import asking

PAGE = b"<!doctype html><script>document.title='gauntlet-canary'</script> and more text\n"
Headers = tuple[Header, ...]

QUERIES = {
    "query-inline": "?inline=1",
    "query-download-off": "?download=0",
    "query-disposition": "?disposition=inline&attachment=false",
    "query-type": "?type=text/html&content_type=text/html&mimetype=text/html",
    "query-charset": "?charset=utf-7",
    "query-format": "?format=html",
    # what stores in a cloud take from whoever asks
    "query-of-a-store": "?response-content-type=text/html&response-content-disposition=inline",
    "query-of-a-name": "?filename=a.html&name=a.html&as=a.html",
    "query-callback": "?callback=alert&jsonp=alert",
}
ASKED: dict[str, Headers] = {
    "accept-page": ((b"Accept", b"text/html"),),
    "accept-drawing": ((b"Accept", b"image/svg+xml,*/*;q=0.1"),),
    "accept-charset": ((b"Accept-Charset", b"utf-7"),),
    "accept-encoding": ((b"Accept-Encoding", b"gzip, br, zstd"),),
    # a browser asks so for the script of a worker, which sees all later requests
    "as-service-worker": ((b"Service-Worker", b"script"), (b"Sec-Fetch-Dest", b"serviceworker")),
    "as-script": ((b"Sec-Fetch-Dest", b"script"), (b"Sec-Fetch-Site", b"same-origin")),
    "range-from-start": ((b"Range", b"bytes=0-"),),
    "range-first-byte": ((b"Range", b"bytes=0-0"),),
    "range-from-behind": ((b"Range", b"bytes=-5"),),
    "range-of-nothing": ((b"Range", b"bytes=-0"),),
    "range-beyond": ((b"Range", b"bytes=999999999999-"),),
    "range-overlapping": ((b"Range", b"bytes=0-9,5-14"),),
    "range-backwards": ((b"Range", b"bytes=9-0"),),
    "range-unit": ((b"Range", b"pages=0-1"),),
    "if-range-of-another": ((b"Range", b"bytes=0-0"), (b"If-Range", b'"gauntlet"')),
    "if-range-weak": ((b"Range", b"bytes=0-0"), (b"If-Range", b'W/"gauntlet"')),
    "if-none-match-of-another": ((b"If-None-Match", b'"gauntlet"'),),
    "if-none-match-any": ((b"If-None-Match", b"*"),),
    "if-match-of-another": ((b"If-Match", b'"gauntlet"'),),
    "if-modified-since-future": ((b"If-Modified-Since", b"Fri, 01 Jan 2100 00:00:00 GMT"),),
    # what caches leave out of their key
    "forwarded-host": ((b"X-Forwarded-Host", b"gauntlet.example"),),
    "original-url": ((b"X-Original-URL", b"/a.html"), (b"X-Rewrite-URL", b"/a.html")),
    "override-type": ((b"X-Content-Type", b"text/html"), (b"Content-Type", b"text/html")),
    "override-method": ((b"X-HTTP-Method-Override", b"HEAD"),),
}
METHODS = {"head": "HEAD", "options": "OPTIONS", "unknown-method": "GAUNTLET"}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to ask."""
    queries = {name: ("GET", query, ()) for name, query in QUERIES.items()}
    headers = {name: ("GET", "", lines) for name, lines in ASKED.items()}
    methods = {name: (method, "", ()) for name, method in METHODS.items()}
    return tuple(
        _probe(profile, *asked, variant=name)
        for name, asked in {**queries, **headers, **methods}.items()
    )


def _probe(
    profile: Profile, method: str, query: str, headers: Headers, variant: str = GENERATED
) -> Probe:
    file, text = honest_file(profile), text_sample(profile)
    if text is not None:
        kind = text.media_type.encode()
        file = replace(file, filename=b"page.txt", content=Body((PAGE,)), media_type=kind)
    step = asking("{url}" + query, method=method, headers=headers, about=0)
    return Probe(steps=(upload(profile, file), step), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put any of the queries and up to three of the headers together."""
    lines = st.lists(
        st.sampled_from([line for lines in ASKED.values() for line in lines]),
        max_size=3,
        unique_by=lambda line: line[0],
    )
    return st.builds(
        lambda method, query, headers: _probe(profile, method, query, tuple(headers)),
        st.sampled_from(("GET", "HEAD")),
        st.sampled_from(("", *QUERIES.values())),
        lines,
    )


ATTACK = Attack(
    id="serving.asked-otherwise",
    title="Another way to ask, other headers",
    severity=Severity.MEDIUM,
    controls=(
        "response-media-type",
        "attachment-disposition",
        "content-csp-sandbox",
        "nosniff",
    ),
    cwe=(430, 444, 436, 79),
    asvs=("v5.0.0-4.1.1", "v5.0.0-3.2.1", "v5.0.0-3.4.4"),
    wstg=("WSTG-INPV-02", "WSTG-CONF-14"),
    oracles=(steady_headers,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
