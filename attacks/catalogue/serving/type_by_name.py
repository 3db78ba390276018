"""Honest files whose names say another type, or that they are compressed.

What it does
    Uploads honest files under names that tables of types read in their own way: a ``data:``
    URL, an active or a compressed extension in front of the accepted one or in its place; and
    each accepted type as it is. Then it reads the type and the encoding under which they come
    back.

Why it works
    A table that guesses from a name belongs to the machine and not to the target: it differs
    between systems, reads ``x.html.gz`` as a page that is to be unpacked, and takes the type of
    ``data:text/html,x.png`` from its middle.

Expected defence
    The type comes from the target's own table, by the kind that was checked; and a file has no
    ``Content-Encoding``. A name that says anything else may be refused.

References
    - CWE-436, CWE-646, CWE-79
    - OWASP ASVS v5.0.0-4.1.1, v5.0.0-5.2.2; WSTG-INPV-02, WSTG-BUSL-08
    - RFC 2397 (data URLs); RFC 9110, section 8.4; RFC 6839
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Demand, Probe, Profile, Severity
from attacks.oracles.truthful_type import truthful_type
from attacks.strategies.typed import holding
from attacks.uploads import honest, honest_name, named

# In front of the accepted extension, which stays the last.
FRONTS = {
    "data-url": "data:text/html,x",
    "data-url-coded": "data:text/html;base64,x",
    "page-and-packed": "x.html.gz",
    "packed": "minutes.gz",
    "packed-by-brotli": "minutes.br",
    "drawing-packed": "x.svgz",
    "drawing-packed-by-xz": "x.svg.xz",
}
# In place of it: active or packed, to a table or a browser.
NAMES = (
    *("html.gz", "svgz", "svg.xz", "html.br", "xht", "mht", "xsl", "shtml", "mjs", "wasm"),
    *("swf", "appcache", "webmanifest", "pdf.gz", "rdf", "atom", "vtt", "ics"),
)
PIECES = (".html", ".svg", ".gz", ".br", ".Z", ".txt", ".xht", ".", " ", "data:text/html,")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each name in front, each in place, and each accepted type as it is."""
    return (
        *(_front(profile, front, name) for name, front in FRONTS.items()),
        *(
            named(profile, f"x.{name}".encode(), variant=f"named-{name.replace('.', '-')}")
            for name in NAMES
        ),
        *(
            holding(profile, s, s.content, variant=f"own-{s.extension}", demand=Demand.EITHER)
            for s in profile.accepted
        ),
    )


def _front(profile: Profile, front: str, variant: str = GENERATED) -> Probe:
    return named(profile, honest_name(profile, front), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix what tables know, in front of the accepted extension."""
    fronts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
    return fronts.map(lambda front: _front(profile, f"x{front}x"))


ATTACK = Attack(
    id="serving.type-by-name",
    title="A type that is guessed from the name",
    severity=Severity.MEDIUM,
    controls=("response-media-type",),
    cwe=(436, 646, 79),
    asvs=("v5.0.0-4.1.1", "v5.0.0-5.2.2"),
    wstg=("WSTG-INPV-02", "WSTG-BUSL-08"),
    oracles=(truthful_type,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
