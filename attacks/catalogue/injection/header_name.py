r"""Stored names that end a line of a response header.

What it does
    Stores files whose names hold line ends, in every spelling that reaches a name: percent
    signs as browsers write them, folded lines, control characters, and letters whose last eight
    bits are CR and LF. Then it fetches them back and reads the headers.

Why it works
    A name that goes into ``Content-Disposition``, ``Location`` or a header of the target's own
    ends the line there: what follows is another header, a cookie for one, or the page itself.
    A framework that notices may answer the download with an error, for good.

Expected defence
    Names with control characters are refused, and what goes into a header is encoded (RFC 8187).

References
    - CWE-113, CWE-93
    - OWASP ASVS v5.0.0-5.4.2, v5.0.0-1.2.1; WSTG-INPV-15
    - RFC 9110, section 5.5; RFC 9112, section 11.1
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.injection._listed import all_listed, listed, mixed
from attacks.model import Attack, Capability, Probe, Profile, Severity
from attacks.oracles.header_integrity import header_integrity
from attacks.uploads import honest

HEADER = "X-Gauntlet: owned "
STEMS = {
    # browsers write the line ends of a name so
    "percent-crlf": "a%0D%0A" + HEADER,
    "percent-lf": "a%0A" + HEADER,
    "percent-cr": "a%0D" + HEADER,
    # no colon: enough to end the line
    "percent-crlf-bare": "a%0D%0Agauntlet",
    "percent-lower-case": "a%0d%0a" + HEADER,
    "percent-twice": "a%250D%250A" + HEADER,
    # a header, then the body
    "two-line-ends": "a%0D%0A%0D%0A<p>gauntlet",
    # a continuation line, which old parsers join
    "folded": "a%0D%0A " + HEADER,
    # CR and LF in the low eight bits of a letter
    "narrowed": "a\u010d\u010a" + HEADER,
    "narrowed-wide": "a\u560d\u560a" + HEADER,
    # line ends of Unicode
    "line-separator": "a\u2028" + HEADER,
    "next-line": "a\u0085" + HEADER,
    # the end of a string in C
    "percent-nul": "a%00" + HEADER,
}
TOKENS = ("a", "%0D%0A", "%0A", "%0D", "\u010d\u010a", HEADER, "gauntlet", " ", "%22")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each line end."""
    return all_listed(profile, STEMS)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix line ends and header lines."""
    return mixed(TOKENS).map(lambda stem: listed(profile, f"a{stem}"))


ATTACK = Attack(
    id="injection.header-name",
    title="Stored names that end a line of a response header",
    severity=Severity.HIGH,
    controls=("header-crlf",),
    cwe=(113, 93),
    asvs=("v5.0.0-5.4.2", "v5.0.0-1.2.1"),
    wstg=("WSTG-INPV-15",),
    oracles=(header_integrity,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
