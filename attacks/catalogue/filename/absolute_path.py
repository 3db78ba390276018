r"""An absolute path as the file name.

What it does
    Sends an honest file under a name that starts at a root: ``/tmp/...``, ``C:\...``,
    ``\\host\share\...``, ``file:///...``. The POSIX spellings aim at a harmless,
    distinctive path in the system's temporary folder, which is looked for afterwards.

Why it works
    ``os.path.join(folder, "/x")`` is ``"/x"``: an absolute second argument replaces the
    first, in Python as in many languages. No ``..`` is needed, so filters that look for it
    see nothing. Internet Explorer really sent full paths, so some code still expects them.

Expected defence
    As for parent-directory segments: the stored path owes nothing to the client's name.
    Refusing holds, and so does storing under a name that the server chose.

References
    - CWE-22, CWE-36
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09, WSTG-ATHZ-01
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.strategies import filenames
from attacks.uploads import honest, honest_name, named

STEM = "gauntlet-absolute-path"

# What stands in front of the path to the witness, which itself is written without a root.
ROOTS = {
    "posix": b"/",
    "posix-two-slashes": b"//",  # passes a test for exactly one
    "posix-dot": b"/./",
    "encoded": b"%2f",
    "file-url": b"file:///",
    "drive": b"C:\\",
    "drive-slash": b"C:/",
    "drive-relative": b"C:",  # relative to the drive's current folder
    "backslash": b"\\",
    "unc": rb"\\localhost\share" + b"\\",
    "verbatim": rb"\\?\C:" + b"\\",  # Windows, past its own clean-up of the path
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each kind of root."""
    return tuple(_rooted(profile, root, variant) for variant, root in ROOTS.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Repeat and mix roots in front of one path."""
    roots = st.lists(st.sampled_from(filenames.ROOTS), min_size=1, max_size=3).map(b"".join)
    return roots.map(lambda root: _rooted(profile, root, GENERATED))


def _rooted(profile: Profile, root: bytes, variant: str) -> Probe:
    witness = Path(tempfile.gettempdir()).resolve() / honest_name(profile, STEM).decode()
    path = witness.relative_to(witness.anchor).as_posix().encode()
    if b"\\" in root:
        path = path.replace(b"/", b"\\")
    return named(profile, root + path, variant=variant, witnesses=(str(witness),))


ATTACK = Attack(
    id="filename.absolute-path",
    title="An absolute path as the file name",
    severity=Severity.CRITICAL,
    controls=("generated-storage-name", "path-containment", "canonicalise-once"),
    cwe=(22, 36),
    asvs=("v5.0.0-5.3.2",),
    wstg=("WSTG-BUSL-09", "WSTG-ATHZ-01"),
    oracles=(confinement, safe_name),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
