"""Paths below and beside that of a stored file.

What it does
    Stores a file and asks for more than its path: with a suffix that a cache takes for a style
    sheet, a browser for a program, with a trailing slash, a parameter, an encoded separator, and
    for the folder that it may lie in.

Why it works
    A router that matches the beginning of a path answers ``/files/7/x.css`` with file 7; a
    cache in front keeps it for everybody, since style sheets are public. A web server lists a
    folder that has no index page, and a list is a table of all that was uploaded.

Expected defence
    A path is served whole or not at all: what is unknown is 404. No folder is listed.

References
    - CWE-524, CWE-548
    - OWASP ASVS v5.0.0-13.4.3, v5.0.0-14.2.5, v5.0.0-8.2.2; WSTG-CONF-04, WSTG-ATHN-06
    - Omer Gil, Web Cache Deception (2017)
"""

from __future__ import annotations

from pathlib import PurePath

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Capability, Probe, Profile, Severity
from attacks.oracles.nothing_listed import nothing_listed
from attacks.uploads import honest
from attacks.visits import asking, stored_then

TAILS = {
    # what a cache takes for a public file, by its suffix
    "style-sheet-below": "/gauntlet.css",
    "style-sheet-appended": ".css",
    # a parameter of a segment, dropped by some routers and kept by caches
    "segment-parameter": ";gauntlet.css",
    # separators that are decoded by one and not by the other
    "encoded-slash": "%2fgauntlet.css",
    "encoded-line-end": "%0agauntlet.css",
    "encoded-question": "%3fgauntlet.css",
    "encoded-nul": "%00gauntlet.css",
    # what a browser saves as a program, and what runs it
    "program-below": "/gauntlet.bat",
    "program-behind-parameter": ";/gauntlet.cmd",
    "script-below": "/gauntlet.js",
    # two slashes, and segments that mean nothing
    "two-slashes": "//gauntlet.css",
    "encoded-dot-segment": "/%2e%2e/",
    "backslash": "%5cgauntlet.css",
    "encoded-hash": "%23gauntlet.css",
    # a folder, where there is a file
    "trailing-slash": "/",
    # the folder around it
    "dot-segment": "/../",
}
FOLDERS = ("/files/", "/uploads/", "/media/", "/static/uploads/", "/download/")
PIECES = ("/", ".", ";", "%2f", "%3f", "%23", "..", "x", ".css", ".js", "%0a", "%00")


def _folders(profile: Profile) -> tuple[str, ...]:
    """Return the usual folders, the one of the disk, and the one that addresses begin with."""
    on_disk = f"/{PurePath(profile.storage_root).name}/" if profile.storage_root else "/files/"
    prefix = profile.retrieval.template.partition("{")[0] or "/files/"
    return tuple(dict.fromkeys((*FOLDERS, on_disk, prefix)))


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each tail and each folder."""
    folders = _folders(profile)
    pages = {profile.page, profile.routes.listing, profile.endpoint}
    return (
        *(_probe(profile, "{url}" + tail, variant) for variant, tail in TAILS.items()),
        *(
            _probe(profile, folder, f"folder-{number}")
            for number, folder in enumerate(folders)
            if folder not in pages
        ),
    )


def _probe(profile: Profile, path: str, variant: str = GENERATED) -> Probe:
    return stored_then(profile, asking(path, about=0), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Append pieces of paths to that of the file."""
    tails = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
    return tails.map(lambda tail: _probe(profile, "{url}/gauntlet" + tail))


ATTACK = Attack(
    id="serving.sub-path",
    title="Paths below and beside that of a stored file",
    severity=Severity.MEDIUM,
    controls=("no-listing", "no-store"),
    cwe=(524, 548),
    asvs=("v5.0.0-13.4.3", "v5.0.0-14.2.5", "v5.0.0-8.2.2"),
    wstg=("WSTG-CONF-04", "WSTG-ATHN-06"),
    oracles=(nothing_listed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.RETRIEVE}),
)
