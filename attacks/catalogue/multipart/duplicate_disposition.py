"""Two Content-Disposition headers in one part, and other ways to name it twice.

What it does
    Repeats the header that says what the part is, with another file name, another field
    or a second field name inside it, and writes the header as few readers expect it.

Why it works
    Werkzeug keeps the first header; Django, Starlette and Tornado the last. The file that
    one component checked under field `file` is stored by the other under another name.

Expected defence
    A part with two of them, or with two field names, is refused. A spelling that all
    readers understand alike may be refused or read.

References
    - CWE-436, CWE-235
    - OWASP ASVS v5.0.0-1.5.3, v5.0.0-15.3.7; WSTG-INPV-04
    - RFC 7578, section 4.2; RFC 2183, section 2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import line_variants, media_type_line, spelt, with_headers
from attacks.uploads import honest, honest_name

HONEST = b'Content-Disposition: form-data; name="%(field)s"; filename="%(name)s"'
RIVAL = b'Content-Disposition: form-data; name="%(field)s"; filename="%(rival)s"'
TEXT_FIELD = b'Content-Disposition: form-data; name="note"'
CASES = (b"Content-Disposition", b"content-disposition", b"CONTENT-DISPOSITION")

REFUSED = {
    # first or last: parsers differ
    "two-names": (HONEST, RIVAL),
    # a file to one reader, a text field to the other
    "file-then-text": (HONEST, TEXT_FIELD),
    "text-then-file": (TEXT_FIELD, HONEST),
    # the field itself is ambiguous
    "name-twice": (HONEST.replace(b"; filename", b'; name="note"; filename'),),
    # an extended field name overrides the plain one in Werkzeug, and in no browser
    "name-starred": (HONEST.replace(b"; filename", b"; name*=UTF-8''note; filename"),),
    # a numbered piece of a field name: joined by mail parsers, unknown to form parsers
    "name-continued": (b'Content-Disposition: form-data; name*0="%(field)s"; filename="%(name)s"',),
}
TOLERATED = {
    # ill-formed, but every reader takes the same name
    "the-same-twice": (HONEST, HONEST),
    # RFC 7578 wants form-data; the type changes nothing that a reader does
    "attachment": (HONEST.replace(b"form-data", b"attachment"),),
    "no-type": (HONEST.replace(b" form-data;", b""),),
    # white space before the colon: obsolete mail syntax (RFC 5322, 4.5), forbidden in HTTP
    "space-before-colon": (HONEST.replace(b"Disposition:", b"Disposition :"),),
    # header names ignore case
    "lower-case": (HONEST.replace(b"Content-Disposition", b"content-disposition"),),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each spelling of the header."""
    refused = line_variants(profile, REFUSED, Demand.REFUSE)
    return refused + line_variants(profile, TOLERATED, Demand.EITHER)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put two or three differing headers in any order, in any case."""
    lines = [spelt(profile, line) for line in (HONEST, RIVAL)]
    more = st.sampled_from((spelt(profile, HONEST), TEXT_FIELD))
    chosen = st.lists(more, max_size=1).flatmap(lambda extra: st.permutations(lines + extra))
    cased = st.builds(_in_case, chosen, st.sampled_from(CASES))
    rivals = (honest_name(profile, "rival"),)
    return cased.map(
        lambda headers: with_headers(profile, *headers, media_type_line(profile), rivals=rivals)
    )


def _in_case(headers: list[bytes], case: bytes) -> list[bytes]:
    last = headers[-1].replace(b"Content-Disposition", case)
    return [*headers[:-1], last]


ATTACK = Attack(
    id="multipart.duplicate-disposition",
    title="Two Content-Disposition headers in one part",
    severity=Severity.MEDIUM,
    controls=("filename-param", "malformed-multipart"),
    cwe=(436, 235),
    asvs=("v5.0.0-1.5.3", "v5.0.0-15.3.7"),
    wstg=("WSTG-INPV-04",),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
