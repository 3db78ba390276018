"""File names that become formulas in an exported table.

What it does
    Stores files whose names begin with what spreadsheets take for a formula, plainly or after
    a separator or a quote that opens a cell, and reads the table that the target exports.

Why it works
    A list of files is exported as CSV, and an administrator opens it. A cell that begins with
    ``=`` is computed: it can fetch an address with what stands in the next cell, or, with older
    programs, start a command.

Expected defence
    Every cell stands in quotes; before one that begins with ``=``, ``+``, ``-``, ``@``, a tab or
    a line end, an apostrophe is put.

References
    - CWE-1236
    - OWASP ASVS v5.0.0-1.2.10; WSTG-INPV-21
    - OWASP, CSV Injection; RFC 4180, section 2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.injection._listed import mixed, then
from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.inert_cells import inert_cells
from attacks.uploads import honest

STEMS = {
    "equals": "=1+1 gauntlet",
    "command": "=cmd|'%2Fc calc'!A1 gauntlet",
    "plus": "+1+1 gauntlet",
    "minus": "-1+1 gauntlet",
    "at-sign": "@SUM(1) gauntlet",
    # stripped by some readers, so that the next sign is the first
    "tab": "\t=1+1 gauntlet",
    "carriage-return": "%0D=1+1 gauntlet",
    # the same signs in the width that East Asian keyboards give
    "full-width-equals": "＝1+1 gauntlet",
    "full-width-at": "＠SUM(1) gauntlet",
    # the name opens a cell of its own
    "comma": "a,=1+1 gauntlet",
    "semicolon": "a;=1+1 gauntlet",
    "quote": 'a",=1+1 gauntlet,"',
    "quote-doubled": 'a"",""=1+1 gauntlet',
    "line-end": "a%0D%0A=1+1 gauntlet",
    # the apostrophe that was meant to help is the client's
    "apostrophe": "'=1+1 gauntlet",
}
TOKENS = ("=1+1 gauntlet", "+", "-", "@", ",", ";", '"', "'", " ", "\t", "＝", "a")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each beginning."""
    export = profile.routes.export
    if not export:
        return ()
    return tuple(then(profile, stem, export, variant=name) for name, stem in STEMS.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix signs, separators and quotes."""
    export = profile.routes.export
    if not export:
        return st.nothing()
    return mixed(TOKENS).map(lambda stem: then(profile, f"{stem}=1+1 gauntlet", export))


ATTACK = Attack(
    id="injection.spreadsheet",
    title="File names that become formulas in an exported table",
    severity=Severity.MEDIUM,
    controls=("csv-formula",),
    cwe=(1236,),
    asvs=("v5.0.0-1.2.10",),
    wstg=("WSTG-INPV-21",),
    oracles=(inert_cells,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
