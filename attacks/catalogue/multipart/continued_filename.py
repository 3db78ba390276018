"""A file name in numbered pieces.

What it does
    Writes the name as ``filename*0``, ``filename*1`` and so on (RFC 2231), alone or beside
    a plain name, with gaps, in the wrong order, and with some pieces percent-coded.

Why it works
    A mail parser joins the pieces, a form parser does not know them. Werkzeug joins them
    and lets them override the plain name; a filter that looks for ``filename="..."`` sees no
    name, or the wrong one.

Expected defence
    A part with any such parameter is refused: RFC 7578 does not have them, and no browser
    sends them.

References
    - CWE-436
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-5.3.2; WSTG-BUSL-09, WSTG-INPV-04
    - RFC 2231, sections 3 and 4.1; RFC 7578, section 4.2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import continued_names, named_by, variants
from attacks.uploads import honest, honest_name

REFUSED = {
    # a file for a mail parser, a text field for a form parser
    "pieces-alone": b'filename*0="%(head)s"; filename*1="%(tail)s"',
    # which of the two names counts differs from parser to parser
    "pieces-after-plain": b'filename="%(name)s"; filename*0="%(head)s"; filename*1="%(tail)s"',
    "pieces-before-plain": b'filename*0="%(head)s"; filename*1="%(tail)s"; filename="%(name)s"',
    # by their number they read ``rival``, as they come they do not
    "pieces-out-of-order": b'filename="%(name)s"; filename*1="%(tail)s"; filename*0="%(head)s"',
    # RFC 2231 ends the name at a gap, a reader that sorts does not see it
    "pieces-with-gap": b'filename="%(name)s"; filename*0="%(rival)s"; filename*2=".bak"',
    # the first piece may be percent-coded while the others are not (RFC 2231, 4.1)
    "pieces-coded": b"filename=\"%(name)s\"; filename*0*=UTF-8''%(head)s; filename*1=%(tail)s",
    # one piece is enough to win
    "one-piece": b'filename="%(name)s"; filename*0="%(rival)s"',
    # a leading zero is forbidden, and ``int()`` takes it
    "leading-zero": b'filename="%(name)s"; filename*00="%(rival)s"',
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to cut the name up."""
    return variants(profile, REFUSED, Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Cut an honest name anywhere and send the pieces in any order."""
    return continued_names(honest_name(profile)).map(
        lambda parameters: named_by(profile, parameters)
    )


ATTACK = Attack(
    id="multipart.continued-filename",
    title="File name in numbered pieces (RFC 2231)",
    severity=Severity.MEDIUM,
    controls=("filename-param",),
    cwe=(436,),
    asvs=("v5.0.0-1.5.3", "v5.0.0-5.3.2"),
    wstg=("WSTG-BUSL-09", "WSTG-INPV-04"),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
