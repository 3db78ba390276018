"""Characters that become an active extension when they are folded.

What it does
    Sends an honest file under an extension spelled with full-width, circled or bold
    letters, a long s, a Kelvin sign, a dotless i, or behind a dot that is not U+002E; alone
    and before the allowed extension.

Why it works
    Normalisation to NFKC, a case fold or a clean-up to ASCII turns them into plain letters
    and full stops. A check that runs before it sees one word without a dot; what is stored
    after it is ``report.php``.

Expected defence
    Normalise once, before the first check, and let every check see the name that is used.
    An extension that is not plain ASCII is not on the list.

References
    - CWE-176, CWE-180, CWE-434
    - OWASP ASVS v5.0.0-1.1.1, v5.0.0-5.2.2, WSTG-BUSL-09
    - Unicode Standard Annex 15, "Unicode Normalization Forms"
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest

NAMES = {
    "full-width-dot": "report．BAD".encode(),
    "one-dot-leader": "report․BAD".encode(),
    "small-full-stop": "report﹒BAD".encode(),
    "ideographic-full-stop": "report。BAD".encode(),  # a dot in host names, and on keyboards
    "half-width-full-stop": "report｡BAD".encode(),
    "digit-full-stop": "report ⒈BAD".encode(),  # one character for "1."
    "full-width-letters": "report.ｐｈｐ".encode(),
    "circled-letters": "report.ⓟⓗⓟ".encode(),
    "bold-letters": "report.𝐩𝐡𝐩".encode(),
    "long-s": "report.ſvg".encode(),
    "long-s-script": "report.jſ".encode(),
    "ligature-fi": "report.conﬁg".encode(),
    "sharp-s": "report.CẞHTML".encode(),  # casefold() makes it "csshtml"
    "dotted-capital-i-image": "report.GİF".encode(),
    "kelvin-sign-video": "report.m\u212av".encode(),
    "kelvin-sign": "report.p\u212al".encode(),  # lower() makes it "pkl"
    "dotless-i": "report.cgı".encode(),  # upper() makes it "CGI"
    "dotted-capital-i": "report.CGİ".encode(),  # lower() makes it "cgi" and U+0307
    "full-width-dot-allowed-last": "report．BAD.GOOD".encode(),
    "one-dot-leader-allowed-last": "report․BAD.GOOD".encode(),
    "full-width-letters-allowed-last": "report.ｐｈｐ.GOOD".encode(),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each kind of folding."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Choose a compatible spelling for the dot and for each letter of an active extension."""
    disguised = extensions.active(profile).flatmap(extensions.folding)
    end = st.sampled_from(("", f".{profile.sample.extension}"))
    return generated(profile, st.builds("report{}{}".format, disguised, end).map(str.encode))


ATTACK = Attack(
    id="extension.unicode-fold",
    title="Characters that become an active extension when they are folded",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,  # something behind the check must fold
    controls=("canonicalise-once", "extension-parse"),
    cwe=(176, 180, 434),
    asvs=("v5.0.0-1.1.1", "v5.0.0-5.2.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
