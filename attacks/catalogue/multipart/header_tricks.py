"""Part headers that are folded, broken, coded or far too many.

What it does
    Folds the header, writes a NUL and a line without a colon into it, leaves out the one
    header that a part must have, sends very many, and claims a transfer encoding.

Why it works
    Each is skipped by one parser and ends the header for another, so that the same bytes
    are header here and data there. Django and aiohttp decode base64, Werkzeug stores it as it
    is: a scanner sees other bytes than the application.

Expected defence
    A header block that is no header block is refused. Folding is legal in mail and a transfer
    encoding is deprecated: both may be refused, or read in one way.

References
    - CWE-436, CWE-1286
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-2.2.1; WSTG-BUSL-09, WSTG-ERRH-01
    - RFC 7578, sections 4.2, 4.7 and 4.8; RFC 5322, section 2.2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import line_variants, media_type_line, spelt, with_headers
from attacks.uploads import honest

HONEST = b'Content-Disposition: form-data; name="%(field)s"; filename="%(name)s"'
FIRST, SECOND = HONEST.split(b" filename", 1)

REFUSED = {
    # to `email` the header ends here and the rest is data; others drop the line
    "no-colon-first": (b"X-Note honest", HONEST),
    "no-colon-last": (HONEST, b"X-Note honest"),
    # a header without a name
    "no-header-name": (HONEST, b": honest"),
    # one parser takes the name behind the NUL, another ends at it
    "nul-between-parameters": (FIRST + b"\x00 filename" + SECOND,),
    # RFC 7578, 4.2: every part has this header; without it nobody knows the field
    "no-disposition": (b"X-Note: honest",),
    "empty-disposition": (b"Content-Disposition:",),
}
TOLERATED = {
    # legal in mail (RFC 5322, 2.2.3); two lines to a parser that does not unfold
    "folded": (FIRST + b"\r\n filename" + SECOND,),
    "folded-tab": (FIRST + b"\r\n\tfilename" + SECOND,),
    # deprecated by RFC 7578, 4.7; decoded by some, stored as it is by others
    "base64": (HONEST, b"Content-Transfer-Encoding: base64"),
    "quoted-printable": (HONEST, b"Content-Transfer-Encoding: quoted-printable"),
    # says what is true anyway
    "binary": (HONEST, b"Content-Transfer-Encoding: binary"),
    # other headers are to be ignored (RFC 7578, 4.8), up to some number and length
    "hundred-headers": (HONEST, *(b"X-Note-%d: honest" % n for n in range(100))),
    "long-header": (HONEST, b"X-Note: " + b"x" * 60_000),
    "nul-in-other-header": (HONEST, b"X-Note: a\x00b"),
}
BROKEN = (b"X-Note honest", b": honest", b" ", b"\x00", b"=", b"Content-Disposition")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each trick."""
    refused = line_variants(profile, REFUSED, Demand.REFUSE)
    return refused + line_variants(profile, TOLERATED, Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put a line that is no header anywhere among honest ones."""
    honest_lines = (spelt(profile, HONEST), media_type_line(profile))
    order = st.sampled_from(BROKEN).flatmap(lambda line: st.permutations((*honest_lines, line)))
    return order.map(lambda lines: with_headers(profile, *lines, demand=_demand(lines)))


def _demand(lines: list[bytes]) -> Demand:
    """Return EITHER for a blank that folds into the line above it."""
    return Demand.EITHER if b" " in lines else Demand.REFUSE


ATTACK = Attack(
    id="multipart.header-tricks",
    title="Folded, broken and coded part headers",
    severity=Severity.LOW,
    controls=("malformed-multipart",),
    cwe=(436, 1286),
    asvs=("v5.0.0-1.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09", "WSTG-ERRH-01"),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
