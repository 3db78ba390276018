"""A name or a folder that another part of the request gives.

What it does
    Sends an honest file, and beside it, in the query, in a field before the file or in one behind
    it, a folder that climbs or a name of an active type: ``save_path``, ``save_name``, and a list
    whose items a server may join.

Why it works
    Scripts that let a page choose where a file goes read that from the form, and check the name
    of the *file*. A list with a gap (``save_name[0]``, ``save_name[2]``) has passed checks that
    looked at its last item, while the code that joined it went by position.

Expected defence
    Where a file goes and what it is called are the server's decisions. A form has the fields
    that it has; more of them, or the same in the query, are refused or not read.

References
    - CWE-73, CWE-22, CWE-915
    - OWASP ASVS v5.0.0-5.3.2, v5.0.0-15.3.3, WSTG-BUSL-09, WSTG-INPV-04
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Exchange, Probe, Profile, SentFile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions
from attacks.uploads import form_for, honest, honest_file, part_for, post, texts

Fields = tuple[tuple[str, str], ...]

FOLDER = "../gauntlet-climbed"
NAME = "gauntlet-named.BAD"
FIELDS: Mapping[str, Fields] = {
    "folder": (("save_path", FOLDER),),
    "folder-dir": (("dir", FOLDER),),
    "folder-absolute": (("path", "/tmp/gauntlet-climbed"),),  # noqa: S108  # nosec B108 - nobody has it
    "name": (("save_name", NAME),),
    "name-filename": (("filename", NAME),),
    "name-key": (("key", NAME),),  # where a form is posted straight to an object store
    "name-list": (("save_name[0]", "gauntlet-named.BAD/"), ("save_name[2]", "GOOD")),
    "name-twice": (("save_name", "report.GOOD"), ("save_name", NAME)),
}
PLACES = ("before", "behind", "query")
KEYS = ("save_path", "path", "dir", "folder", "dest", "save_name", "name", "filename", "key")
VALUES = (FOLDER, "..\\gauntlet-climbed", "..%2fgauntlet-climbed", NAME, "gauntlet/" + NAME)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each set of fields at each place."""
    return tuple(
        _elsewhere(profile, fields, place, variant=f"{variant}-{place}")
        for variant, fields in FIELDS.items()
        for place in PLACES
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Give any value of that kind in any field of that kind."""
    field = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES))
    fields = st.lists(field, min_size=1, max_size=2).map(tuple)
    return st.builds(
        lambda given, place: _elsewhere(profile, given, place), fields, st.sampled_from(PLACES)
    )


def _elsewhere(profile: Profile, fields: Fields, place: str, *, variant: str = GENERATED) -> Probe:
    bad = extensions.unwanted(profile, tuple(extensions.BROWSER_ACTIVE))[0]
    good = profile.sample.extension
    told = tuple((n, v.replace("BAD", bad).replace("GOOD", good)) for n, v in fields)
    file = replace(honest_file(profile), rivals=tuple(v.encode() for _, v in told))
    return Probe(steps=(_exchange(profile, file, told, place),), variant=variant)


def _exchange(profile: Profile, file: SentFile, fields: Fields, place: str) -> Exchange:
    more = () if place == "query" else texts(fields)
    parts = (
        (*more, part_for(profile, file)) if place == "before" else (part_for(profile, file), *more)
    )
    request = post(profile, form_for(profile, *parts))
    if place == "query":
        mark = b"&" if b"?" in request.path else b"?"
        request = replace(request, path=request.path + mark + urlencode(fields).encode())
    return Exchange(request=request, file=file)


ATTACK = Attack(
    id="filename.named-elsewhere",
    title="A name or a folder that another part of the request gives",
    severity=Severity.CRITICAL,
    controls=("server-side-only", "field-contract", "path-containment"),
    cwe=(73, 22, 915),
    asvs=("v5.0.0-5.3.2", "v5.0.0-15.3.3"),
    wstg=("WSTG-BUSL-09", "WSTG-INPV-04"),
    oracles=(confinement, safe_name),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
