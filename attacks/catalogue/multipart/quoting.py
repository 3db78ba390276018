r"""File names whose quotes are missing, unclosed or escaped.

What it does
    Leaves the quotes away where the value needs them, opens a quote that never closes,
    writes text behind the closing quote, and uses backslashes before quotes.

Why it works
    An unquoted value ends at a space for one parser, at a semicolon for another, at the line
    end for a third. Whether ``\"`` ends the value depends on the parser too. A name that is
    cut loses the extension that was checked; a part that cannot be read becomes a text
    field, and the upload is lost without a word.

Expected defence
    What the grammar does not allow is refused. Quoted-pairs and bare tokens, which it
    allows and browsers never send, may be refused or read as RFC 2183 says.

References
    - CWE-436, CWE-1286
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-2.2.1; WSTG-BUSL-09
    - RFC 2183, section 2; RFC 2045, section 5.1; RFC 7578, section 4.2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import broken_quotes, named_by, variants
from attacks.uploads import honest, honest_name, named

REFUSED = {
    # a parameter without ``=``: the name is cut here, or goes on to the line's end
    "unquoted-semicolon": b"filename=%(name)s;%(rival)s",
    # a space is no token character: cut here, or part of the name
    "unquoted-space": b"filename=%(name)s %(rival)s",
    # Werkzeug makes a text field of it, others read to the end of the line
    "unterminated": b'filename="%(name)s',
    # the last quote is escaped, so the value never ends; a pattern sees a backslash
    "escaped-last-quote": rb'filename="%(name)s\"',
    # text behind the closing quote: dropped, joined, or the whole value kept raw
    "text-behind-quote": b'filename="%(name)s"%(rival)s',
    # two strings where one is allowed
    "two-strings": b'filename="%(name)s" "%(rival)s"',
    # a quote inside a bare token
    "quote-inside-token": b'filename=re"port%(rival)s"',
}
TOLERATED = {
    # RFC 2183 allows a bare token; no browser sends one
    "unquoted-token": b"filename=%(name)s",
    # apostrophes are token characters: part of the name, though some readers strip them
    "single-quotes": b"filename='%(name)s'",
    # a quoted-pair: the name holds one quote; browsers write %22 instead
    "escaped-quote": rb'filename="re\"%(name)s"',
    # a quoted-pair: the name holds one backslash, or two as old browsers meant it
    "escaped-backslash": rb'filename="re\\%(name)s"',
    # an escape that nothing needs: dropped, or kept as browsers' Windows paths need it
    "escaped-letter": rb'filename="\r\e\p%(name)s"',
    # one strange name to a reader of quoted-pairs, two names to a pattern
    "escaped-quotes-rival": rb'filename="%(name)s\"; filename=\"%(rival)s"',
    # RFC 822 allows white space between tokens, HTTP does not
    "spaces-around-equals": b'filename = "%(name)s"',
    # parameter names ignore case (RFC 2045, 5.1)
    "upper-case": b'FILENAME="%(name)s"',
    # an empty parameter at the end is common in the wild
    "trailing-semicolon": b'filename="%(name)s";',
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to quote."""
    refused = variants(profile, REFUSED, Demand.REFUSE)
    return refused + variants(profile, TOLERATED, Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Leave the quote open, or write something behind it."""
    names = broken_quotes(honest_name(profile))
    return names.map(lambda parameters: named_by(profile, parameters))


def neighbours(profile: Profile) -> tuple[Probe, ...]:
    """Return what quotes are for: a name with a space in it."""
    spaced = honest_name(profile, "my report")
    return honest(profile), named(profile, spaced, variant="spaced", demand=Demand.ACCEPT)


ATTACK = Attack(
    id="multipart.quoting",
    title="Missing, unclosed and escaped quotes round the file name",
    severity=Severity.LOW,
    controls=("filename-param", "malformed-multipart"),
    cwe=(436, 1286),
    asvs=("v5.0.0-1.5.3", "v5.0.0-2.2.1"),
    wstg=("WSTG-BUSL-09",),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=neighbours,
)
