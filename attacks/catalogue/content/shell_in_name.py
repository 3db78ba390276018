r"""A file name that is a command to a shell.

What it does
    Uploads honest files whose names hold what a shell runs or takes apart: substitutions,
    separators, quotes that end, a pipe that a converter opens. Each command would create one empty
    file, and it is looked for.

Why it works
    Converters, scanners and unpackers are programs, and the quickest way to start one is a line
    with the name in it. The shell reads the name as part of the line.

Expected defence
    No shell: arguments are given as a list, behind ``--``, and the path is one that the server
    made.

References
    - CWE-78, CWE-88
    - OWASP ASVS v5.0.0-1.2.5; WSTG-INPV-12
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Demand, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.uploads import honest, honest_name, named

WITNESS = "gauntlet-shell"
# A name holds no slash; a shell has one: the first character of the folder that it is in.
SLASH = "$(printf %c $PWD)"
NAMES = {
    "substitution": "a$(touch {})",
    "back-quotes": "a`touch {}`",
    "semicolon": "a;touch {};",
    "pipe": "a|touch {}",
    # ImageMagick starts a program whose name begins so, also behind the name of a format
    "pipe-first": "|touch {}",
    "format-and-pipe": "png:|touch {}",
    "background": "a&touch {}&",
    "new-line": "a\ntouch {}\n",
    "ends-double-quotes": 'a"$(touch {})"',
    "ends-single-quotes": "a'$(touch {})'",
    "without-blanks": "a$(touch$IFS{})",
}
PIECES = ("$(touch {})", "`touch {}`", ";", "'", '"', "&", "|", " ", "a")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to have a command in a name."""
    return tuple(_named(profile, pattern, variant) for variant, pattern in NAMES.items())


def _named(profile: Profile, pattern: str, variant: str = GENERATED) -> Probe:
    witness = str(Path(tempfile.gettempdir()).resolve() / WITNESS)
    stem = pattern.replace("{}", witness.replace("/", SLASH))
    if "$IFS" in pattern:
        stem = stem.replace(" ", "$IFS")
    name = honest_name(profile, stem).replace(b'"', b"%22")  # as browsers send it
    return named(profile, name, variant=variant, demand=Demand.EITHER, witnesses=(witness,))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Mix commands with what ends the words and quotes in front of them."""
    mixed = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
    return mixed.map(lambda pattern: _named(profile, "a" + pattern))


ATTACK = Attack(
    id="content.shell-in-name",
    title="A file name that a shell runs",
    severity=Severity.CRITICAL,
    controls=("command-injection",),
    cwe=(78, 88),
    asvs=("v5.0.0-1.2.5",),
    wstg=("WSTG-INPV-12",),
    oracles=(confinement,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
