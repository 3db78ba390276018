"""No file, a file without a name, a file without bytes.

What it does
    Sends the form as a browser does when nothing was chosen, a file of no bytes under an honest
    name, and honest bytes under no name.

Why it works
    Nothing is broken by an empty file. But it is the trace of a client that was cut off, a full
    disk, a script with a mistake; "saved" for nothing hides all of them, and code that takes a
    first byte or a last suffix for granted fails on it.

Expected defence
    What has no name or no bytes is an error, and the client is told.

References
    - CWE-1284
    - OWASP ASVS v5.0.0-2.2.1; WSTG-BUSL-01
    - HTML, multipart/form-data encoding algorithm: an empty file input is sent as an empty part
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Demand, Probe, Profile, SentFile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.typed import BINARY, TEXTS, holding, honest_each, of_types
from attacks.uploads import upload


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the empty form, the nameless file, and an empty file of each accepted type."""
    empty = (
        holding(profile, sample, b"", variant=f"no-bytes-{sample.extension}")
        for sample in of_types(profile, *BINARY, *TEXTS)
    )
    return (
        _unnamed(profile, b"", "nothing-chosen", b"application/octet-stream"),
        _unnamed(profile, profile.sample.content, "no-name"),
        *empty,
    )


def _unnamed(
    profile: Profile, content: bytes, variant: str = GENERATED, media_type: bytes = b"text/plain"
) -> Probe:
    file = SentFile(filename=b"", content=Body((content,)), media_type=media_type)
    return Probe(steps=(upload(profile, file, demand=Demand.REFUSE),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Send any accepted content without a name."""
    contents = st.sampled_from([b"", *(sample.content for sample in profile.accepted)])
    return contents.map(lambda content: _unnamed(profile, content))


ATTACK = Attack(
    id="content.empty-file",
    title="An empty or nameless file, taken",
    severity=Severity.LOW,
    controls=("empty-upload",),
    cwe=(1284,),
    asvs=("v5.0.0-2.2.1",),
    wstg=("WSTG-BUSL-01",),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, *BINARY, *TEXTS),
)
