"""Names, identifiers and page numbers that end a query.

What it does
    Stores files whose names hold quotes and comment signs; asks for files by identifiers with a
    condition that is always true; asks for pages of the list by what is no number, or a number
    beyond any column.

Why it works
    A value that is pasted into a query ends its quotes, and the rest is obeyed: somebody else's
    row is found, or all of them. A number that does not fit fails in the driver.

Expected defence
    Values are bound to queries as parameters; identifiers have one form and numbers a range,
    checked before anything is looked up.

References
    - CWE-89
    - OWASP ASVS v5.0.0-1.2.4, v5.0.0-2.2.1; WSTG-INPV-05
    - OWASP Query Parameterization Cheat Sheet
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from hypothesis import strategies as st

from attacks.catalogue.injection._listed import all_listed
from attacks.model import GENERATED, Attack, Capability, Probe, Profile, Severity
from attacks.oracles.literal_values import literal_values
from attacks.uploads import honest
from attacks.visits import asking, stored_then

STEMS = {
    # a name like any other, in English
    "name-with-apostrophe": "o'brien",
    "name-that-is-a-condition": "a' OR '1'='1",
    "name-with-double-quote": 'a" OR ""="',
    # the rest of the query becomes a comment
    "name-with-comment": "a'--",
    "name-with-hash-comment": "a'#",
    "name-that-closes-brackets": "a') OR ('1'='1",
    "name-of-wildcards": "%_%25",
    # a driver that formats by percent signs
    "name-with-format": "a%s%d%(a)s",
    "name-with-c-format": "%s%n%x",
    # parameters of drivers and of templates for queries
    "name-with-parameter": "a:x $1 @p1 !",
}
TAILS = {
    "id-condition": "' OR '1'='1",
    "id-condition-quoted": '" OR "1"="1',
    "id-condition-number": " OR 1=1",
    "id-comment": "'--",
    "id-both": "' AND '1'='1",
    "id-union": "' UNION SELECT 1--",
}
PAGES = {
    "page-quote": "1'",
    "page-condition": "1 OR 1=1",
    "page-negative": "-1",
    "page-zero": "0",
    # beyond 64 bits, in the driver or once it is multiplied
    "page-huge": "99999999999999999999",
    "page-largest": "9223372036854775807",
    "page-digits-of-another-script": "\u0663",
    "page-nul": "1\0",
}
PIECES = ("'", '"', ")", " OR 1=1", "--", "/*", ";", "%", "_", "\\", "a", "1", "\0", ":x")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the names, then the identifiers, then the page numbers."""
    return (
        *all_listed(profile, STEMS),
        *(_by_id(profile, tail, variant) for variant, tail in TAILS.items()),
        *(_by_id(profile, tail, f"absent-{variant}", "{nowhere}") for variant, tail in _true()),
        *(_by_page(profile, page, variant) for variant, page in PAGES.items()),
    )


def _true() -> Iterator[tuple[str, str]]:
    return ((variant, tail) for variant, tail in TAILS.items() if "condition" in variant)


def _by_id(profile: Profile, tail: str, variant: str = GENERATED, address: str = "{url}") -> Probe:
    step = asking(address + quote(tail), about=0)
    return stored_then(profile, step, variant=variant)


def _by_page(profile: Profile, page: str, variant: str = GENERATED) -> Probe:
    path = profile.routes.listing or profile.page
    joined = f"{path}{'&' if '?' in path else '?'}page={quote(page)}"
    return Probe(steps=(asking(joined),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix what ends a query, in an identifier or in a page number."""
    tails = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
    return st.one_of(
        tails.map(lambda tail: _by_id(profile, tail)),
        tails.map(lambda tail: _by_page(profile, f"1{tail}")),
        st.integers().map(lambda number: _by_page(profile, str(number))),
    )


ATTACK = Attack(
    id="injection.sql-name",
    title="Names, identifiers and page numbers that end a query",
    severity=Severity.CRITICAL,
    controls=("sql-parameters",),
    cwe=(89,),
    asvs=("v5.0.0-1.2.4", "v5.0.0-2.2.1"),
    wstg=("WSTG-INPV-05",),
    oracles=(literal_values,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
