"""Two plain file names in one part.

What it does
    Sends an honest file under two ``filename`` parameters. Both names are legal, so that
    nothing but the repetition is a reason to refuse.

Why it works
    A scanner in front takes the first name and the application takes the last, or the
    other way round: Werkzeug and Django take the last, Python's `email` the first. What was
    checked is then not what is stored.

Expected defence
    The part is refused. A parameter occurs once (RFC 2045, section 5.1, gives repetition
    no meaning), and a request that two readers understand differently is not guessed at.

References
    - CWE-436, CWE-235
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-15.3.7; WSTG-INPV-04, WSTG-BUSL-09
    - RFC 7578, section 4.2; RFC 2183, section 2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import named_by, repeated_names, variants
from attacks.uploads import honest, honest_name

REFUSED = {
    # the plain case: which one wins is each parser's secret
    "twice": b'filename="%(name)s"; filename="%(rival)s"',
    # the other order, for a target that keeps only one of the two in its log
    "twice-swapped": b'filename="%(rival)s"; filename="%(name)s"',
    # parameter names ignore case, and a filter that compares bytes does not know it
    "twice-other-case": b'filename="%(name)s"; FILENAME="%(rival)s"',
    # a quoted value beside a token: a pattern for quotes finds only one
    "twice-one-unquoted": b'filename="%(name)s"; filename=%(rival)s',
    # three: neither "first" nor "last" explains which one was meant
    "three-times": b'filename="%(name)s"; filename="%(rival)s"; filename="%(name)s"',
    # an empty value means "no file chosen" to one reader and a file to the other
    "empty-then-named": b'filename=""; filename="%(rival)s"',
}
TOLERATED = {
    # the same name twice is ill-formed, but every reader takes the same name
    "twice-the-same": b'filename="%(name)s"; filename="%(name)s"',
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to repeat the parameter."""
    refused = variants(profile, REFUSED, Demand.REFUSE)
    return refused + variants(profile, TOLERATED, Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat the parameter in any order, number and case."""
    names = repeated_names(honest_name(profile), honest_name(profile, "rival"))
    return names.map(lambda parameters: named_by(profile, parameters))


ATTACK = Attack(
    id="multipart.duplicate-filename",
    title="Two plain file names in one part",
    severity=Severity.MEDIUM,
    controls=("filename-param",),
    cwe=(436, 235),
    asvs=("v5.0.0-1.5.3", "v5.0.0-15.3.7"),
    wstg=("WSTG-INPV-04", "WSTG-BUSL-09"),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
