"""An extended file name, `filename*`, beside or in place of the plain one.

What it does
    Adds ``filename*=UTF-8''...`` (RFC 8187) to an honest part: before the plain name,
    behind it or alone, with percent-coded separators, and in character sets that few
    readers know.

Why it works
    RFC 7578 forbids the parameter in a form, so half of the parsers ignore it and the
    others prefer it: a filter reads one name and the application stores the other. Its
    percent-coding is also undone *after* a filter that looked at the raw header.

Expected defence
    A part with any ``filename*`` is refused. No browser sends it.

References
    - CWE-436, CWE-174
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-5.3.2; WSTG-BUSL-09, WSTG-INPV-04
    - RFC 7578, section 4.2 ("MUST NOT be used"); RFC 8187
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import named_by, starred_names, variants
from attacks.uploads import honest, honest_name

REFUSED = {
    # Werkzeug takes the later one, RFC 6266 readers the starred one, strict ones the plain one
    "plain-then-starred": b"filename=\"%(name)s\"; filename*=UTF-8''%(rival)s",
    "starred-then-plain": b"filename*=UTF-8''%(rival)s; filename=\"%(name)s\"",
    # a file for one reader, a text field for the other
    "starred-alone": b"filename*=UTF-8''%(name)s",
    # equal names: the form is forbidden, whatever it says
    "starred-the-same": b"filename=\"%(name)s\"; filename*=UTF-8''%(name)s",
    # the separator exists only after decoding
    "starred-climb": b"filename=\"%(name)s\"; filename*=UTF-8''..%%2f..%%2f%(rival)s",
    # the drive and the backslash exist only after decoding
    "starred-drive": b"filename=\"%(name)s\"; filename*=UTF-8''C%%3a%%5c%(rival)s",
    # RFC 8187 knows UTF-8 only, RFC 5987 knew Latin-1 too
    "starred-latin-1": b"filename=\"%(name)s\"; filename*=iso-8859-1'en'%(rival)s",
    # ``+AC8-`` is a slash to a reader that believes the character set
    "starred-utf-7": b"filename=\"%(name)s\"; filename*=utf-7''..+AC8-%(rival)s",
    # a reader without this codec raises, or falls back to the plain name
    "starred-unknown-charset": b"filename=\"%(name)s\"; filename*=x-none''%(rival)s",
    # neither character set nor language: not an extended value at all
    "starred-bare": b'filename="%(name)s"; filename*=%(rival)s',
    # quotes are not allowed in an extended value, and are often stripped
    "starred-quoted": b'filename="%(name)s"; filename*="UTF-8\'\'%(rival)s"',
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each place and coding of the extended name."""
    return variants(profile, REFUSED, Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix order, character set, language and percent-coding."""
    names = starred_names(honest_name(profile), honest_name(profile, "rival"))
    return names.map(lambda parameters: named_by(profile, parameters))


ATTACK = Attack(
    id="multipart.starred-filename",
    title="Extended file name (filename*)",
    severity=Severity.MEDIUM,
    controls=("filename-param",),
    cwe=(436, 174),
    asvs=("v5.0.0-1.5.3", "v5.0.0-5.3.2"),
    wstg=("WSTG-BUSL-09", "WSTG-INPV-04"),
    oracles=(fails_closed, confinement),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
