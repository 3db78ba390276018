"""An extension that a server or an interpreter runs.

What it does
    Sends the bytes of an honest file under the extensions that PHP, ASP, JSP, CGI and
    Python act on, under one that no type table has ever held, and under none at all.

Why it works
    Servers choose what to do with a file by its extension alone, and a file may be honest
    and run at the same time. Whoever forbids known bad extensions forgets ``.phar`` or
    ``.pth``; the unknown extension tells a deny-list from an allow-list.

Expected defence
    Accept only documented extensions, whatever the bytes are. A server that stores the
    file under the extension of its true type holds as well.

References
    - CWE-434, CWE-184
    - OWASP ASVS v5.0.0-5.2.2, v5.0.0-5.3.1, WSTG-BUSL-08, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions, filenames
from attacks.strategies.extensions import PYTHON_NATIVE, SERVER_CONFIG, SERVER_EXECUTABLE, UNKNOWN
from attacks.strategies.patterns import generated, spelled, variants
from attacks.uploads import honest, named

EXECUTABLE = (*SERVER_EXECUTABLE, *PYTHON_NATIVE, *SERVER_CONFIG)

ODD = {
    "python-package": b"__init__.py",  # makes its folder importable
    "turned-round": "photo\u202egnp.exe".encode(),  # shown as "photoexe.png"
    "shell-folder": b"report.{D20EA4E1-3957-11D2-A40B-0C5020524153}",  # Windows hides the class
    "never-seen": b"report." + UNKNOWN.encode(),
    "none": b"report",
    "allowed-one-as-stem": b"GOOD",  # endswith() without the dot takes it
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each executable extension, then the odd names."""
    plain = tuple(
        named(profile, spelled(profile, b"report.BAD", bad), variant=f"extension-{bad}")
        for bad in extensions.unwanted(profile, EXECUTABLE)
    )
    return (*plain, *variants(profile, ODD))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put known and made-up extensions behind a harmless stem."""
    accepted = {sample.extension for sample in profile.accepted}
    made_up = filenames.stems().filter(lambda extension: extension not in accepted)
    extension = st.one_of(extensions.active(profile, EXECUTABLE), made_up)
    return generated(
        profile, st.builds("{}.{}".format, filenames.stems(), extension).map(str.encode)
    )


ATTACK = Attack(
    id="extension.executable",
    title="An extension that a server or an interpreter runs",
    severity=Severity.HIGH,
    controls=("extension-allowlist",),
    cwe=(434, 184),
    asvs=("v5.0.0-5.2.2", "v5.0.0-5.3.1"),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
