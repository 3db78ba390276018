"""Office documents with macros, and what starts programs without any.

What it does
    Uploads documents and sheets with macros, with a field that exchanges data with a program,
    with a template or an object from elsewhere: under their own names.

Why it works
    An office document is a package of parts, some of them programs, and the extension promises
    what is in it and holds nobody to it. Who gets the file from a trusted address enables what
    the document asks for.

Expected defence
    The parts are looked through as those of an archive, and what holds a program, an object or
    a link to elsewhere is refused; or no office documents are accepted.

References
    - CWE-506, CWE-434, CWE-1236
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-5.4.3; WSTG-BUSL-08, WSTG-BUSL-09
    - ECMA-376, part 2; MS-OVBA
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Body,
    Confidence,
    Demand,
    Probe,
    Profile,
    SentFile,
    Severity,
)
from attacks.oracles.not_kept_as_sent import not_kept_as_sent
from attacks.strategies.office import ACTING, MACRO, OLE, office
from attacks.strategies.typed import honest_each
from attacks.uploads import upload

FOLDERS = (b"word/", b"xl/", b"ppt/", b"", b"customUI/")
PARTS = (b"vbaProject.bin", b"activeX1.bin", b"oleObject1.bin", b"vbaData.xml", b"macro.php")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each document under its own name."""
    return tuple(
        _document(profile, extension, content, variant)
        for variant, (extension, content) in ACTING.items()
    )


def _document(profile: Profile, extension: str, content: bytes, variant: str = GENERATED) -> Probe:
    file = SentFile(
        filename=f"document.{extension}".encode(),
        content=Body((content,)),
        media_type=b"application/octet-stream",
    )
    return Probe(steps=(upload(profile, file, demand=Demand.REFUSE),), variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put a program anywhere in a package."""
    return st.builds(
        lambda extension, folder, part: _document(
            profile, extension, office((folder + part, OLE + MACRO))
        ),
        st.sampled_from(("docx", "docm", "xlsx", "xlsm", "pptm", "dotm", "xlam")),
        st.sampled_from(FOLDERS),
        st.sampled_from(PARTS),
    )


ATTACK = Attack(
    id="content.office-macros",
    title="An office document with a program in it",
    severity=Severity.LOW,
    confidence=Confidence.MEDIUM,
    controls=("document-macros", "extension-allowlist"),
    cwe=(506, 434, 1236),
    asvs=("v5.0.0-5.2.2", "v5.0.0-5.4.3"),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(not_kept_as_sent,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: honest_each(profile, "zip"),
)
