"""A link in the store that leads elsewhere.

What it does
    Stores a file, puts a symbolic link to a file outside the store in its place, and fetches it.
    Only done to a target that is thrown away.

Why it works
    A link is opened like a file. Where somebody can plant one (an archive that is unpacked, a
    shared folder, a second way to write), every file that the server can read is served under
    an address of its own, whatever the check of the path has said a moment before.

Expected defence
    Files are opened relative to the folder's descriptor and with ``O_NOFOLLOW``; what is no
    regular file is absent.

References
    - CWE-59, CWE-363, CWE-61
    - OWASP ASVS v5.0.0-15.4.2; WSTG-ATHZ-01
    - open(2), O_NOFOLLOW
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.serving.tampered_at_rest import ASKED, meddled
from attacks.model import Attack, Capability, Confidence, Meddling, Probe, Profile, Severity
from attacks.oracles.served_as_stored import served_as_stored
from attacks.uploads import honest
from attacks.visits import any_of


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each way to fetch the file."""
    if not profile.disposable:
        return ()
    return tuple(meddled(profile, Meddling.LINK, asked, name) for name, asked in ASKED.items())


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw one of the ways."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="serving.planted-link",
    title="A link in the store that leads elsewhere",
    severity=Severity.MEDIUM,
    confidence=Confidence.LOW,  # somebody must have planted it
    controls=("symlink-safe-open",),
    cwe=(59, 363, 61),
    asvs=("v5.0.0-15.4.2",),
    wstg=("WSTG-ATHZ-01",),
    oracles=(served_as_stored,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.DISK, Capability.RETRIEVE}),
)
