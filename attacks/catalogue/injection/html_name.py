"""File names that are markup.

What it does
    Stores files whose names hold an element, or end an attribute and add another, in the
    spellings that encoders and decoders take turns at, and parses the list of files.

Why it works
    The list is read by the owner, and often by an administrator. A name that is pasted into a
    page runs script there, with the reader's session; it needs no bytes in the file at all.

Expected defence
    Names are encoded for their place on the page, at output, by the template engine. A name
    that holds a bracket may be refused as well.

References
    - CWE-79, CWE-80, CWE-116
    - OWASP ASVS v5.0.0-1.2.1, v5.0.0-1.1.2, v5.0.0-3.2.2; WSTG-INPV-02
    - OWASP Cross Site Scripting Prevention Cheat Sheet
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.injection._listed import all_listed, listed, mixed
from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.inert_names import inert_names
from attacks.uploads import honest

STEMS = {
    # where text stands
    "element": "a<gauntlet-tag>b",
    "element-with-handler": "a<gauntlet-tag onload=1>b",
    # never closed: a browser closes it at the next bracket
    "image-with-handler": "<img src=x onerror=1 gauntlet-attr=1>",
    # where an address stands
    "script-address": "javascript:gauntlet-tag",
    "element-left-open": "a<gauntlet-tag x=b",
    # where a value stands between quotes
    "double-quote": 'a" gauntlet-attr="1',
    "single-quote": "a' gauntlet-attr='1",
    "double-quote-as-browsers-send": "a%22 gauntlet-attr=%221",
    # where a value stands without quotes
    "blank": "a gauntlet-attr=1 b",
    # an element, out of an attribute
    "quote-and-element": 'a"><gauntlet-tag x="',
    # text that is decoded once too often
    "entity": "a&lt;gauntlet-tag&gt;b",
    "numeric-entity": "a&#60;gauntlet-tag&#62;b",
    "percent": "a%3Cgauntlet-tag%3Eb",
    # letters that a tidy-up makes brackets of
    "full-width": "a＜gauntlet-tag＞b",
    # the end of what hides markup
    "comment-end": "a--><gauntlet-tag>b",
    # a template of a script framework
    "unicode-escape": "a\\u003cgauntlet-tag\\u003e",
}
TOKENS = ("a", '"', "'", "<gauntlet-tag>", " gauntlet-attr=1 ", ">", "%22", "%3C", "&lt;", "-->")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each spelling."""
    return all_listed(profile, STEMS)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix quotes, brackets and marks."""
    return mixed(TOKENS).map(lambda stem: listed(profile, f"a{stem}b"))


ATTACK = Attack(
    id="injection.html-name",
    title="File names that are markup",
    severity=Severity.HIGH,
    controls=("html-escaping",),
    cwe=(79, 80, 116),
    asvs=("v5.0.0-1.2.1", "v5.0.0-1.1.2", "v5.0.0-3.2.2"),
    wstg=("WSTG-INPV-02",),
    oracles=(inert_names,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
