r"""Honest file names that are awkward in a header.

What it does
    Uploads honest files whose names hold quotes, percent signs, commas, apostrophes, an
    encoded-word, and letters of many scripts, and reads the Content-Disposition under
    which they come back.

Why it works
    A name that is put between quotes without care ends them: what follows becomes a parameter,
    and ``filename*`` overrides the extension that was checked. A decoder that percent-decodes
    too often, or reads ``=?utf-8?q?...?=``, changes the name on the way.

Expected defence
    The header parses, strictly, into one plain and at most one extended name, and nothing in
    it is the client's but the name (RFC 6266, RFC 8187). Refusing or changing an awkward name
    holds as well.

References
    - CWE-116, CWE-113
    - OWASP ASVS v5.0.0-5.4.1, v5.0.0-5.4.2, v5.0.0-1.2.1; WSTG-INPV-15
    - RFC 6266, section 4.3 and appendix D; RFC 8187
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Probe, Profile, Severity
from attacks.oracles.header_integrity import header_integrity
from attacks.uploads import honest, honest_name, named

STEMS = {
    # browsers send a quote as %22 (HTML, multipart/form-data encoding algorithm)
    "quote-percent": b"a%22b",
    # curl sends it as a quoted-pair
    "quote-pair": rb"a\"b",
    # the quotes end, and a second name follows
    "quote-then-starred": b"a%22; filename*=UTF-8''b; x=%22c",
    # the quotes end, and a parameter takes the extension away
    "quote-then-parameter": b"a%22;b=%22",
    "quote-then-program": b"gauntlet.bat%22;b=%22",
    # reads backwards: what looks like the extension is not
    "right-to-left": "a\u202egnp".encode(),
    # a line end to JavaScript, and to nobody else
    "line-separator": "a\u2028b".encode(),
    # a percent sign that is no escape, and one that is
    "percent": b"100% sure",
    "percent-escape": b"a%41b",
    # line ends as browsers send them: a decoder must not make bytes of them
    "percent-line-end": b"a%0D%0AX-Gauntlet: 1",
    # parts a list in other headers
    "comma": b"a, b",
    # parts charset from language in an extended value
    "apostrophe": b"it's",
    "semicolon": b"a; b",
    "equals": b"a=b",
    # not ASCII: the plain name needs a fallback, the extended one percent-coding
    "latin": "Ærøskøbing é".encode(),
    "greek": "αρχείο".encode(),
    "cyrillic": "файл".encode(),
    "arabic": "ملف".encode(),
    "hebrew": "קובץ".encode(),
    "devanagari": "फ़ाइल".encode(),
    "han": "文件".encode(),
    "emoji": "🙂🙂".encode(),
    # the same letter in two code points
    "combining": "Cafe\u0301".encode(),
    # looks like mail's encoding of a name, and is one here
    "encoded-word": b"=?utf-8?q?a?=",
    # looks like an extended value
    "extended-look-alike": b"UTF-8''a%20b",
}
TOKENS = ("a", " ", "%22", "'", ",", ";", "=", "%", "filename*=", "UTF-8''", "é", "文", r"\"", "(")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each awkward name."""
    suffix = honest_name(profile, "")
    return tuple(named(profile, stem + suffix, variant=name) for name, stem in STEMS.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix the tokens that headers are made of, between two letters."""
    suffix = honest_name(profile, "z")
    middles = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=8).map("".join)
    return middles.map(
        lambda middle: named(profile, b"a" + middle.encode() + suffix, variant=GENERATED)
    )


ATTACK = Attack(
    id="serving.download-name",
    title="Awkward names in the download header",
    severity=Severity.MEDIUM,
    controls=("disposition-filename",),
    cwe=(116, 113),
    asvs=("v5.0.0-5.4.1", "v5.0.0-5.4.2", "v5.0.0-1.2.1"),
    wstg=("WSTG-INPV-15",),
    oracles=(header_integrity,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
