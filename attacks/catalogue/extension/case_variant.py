"""An active extension in capital letters, or in some.

What it does
    Sends an honest file under ``.PHP``, ``.pHp``, ``.HTML`` and other spellings of active
    extensions.

Why it works
    A deny-list that compares as written knows ``php`` and lets ``pHp`` pass, while file
    systems of Windows and macOS, many handlers and every media type table fold case.

Expected defence
    Fold the extension once, then look it up in an allow-list. ``.PNG`` may be accepted
    where ``.png`` is; a spelling of anything else may not.

References
    - CWE-178, CWE-434
    - OWASP ASVS v5.0.0-5.2.2, WSTG-BUSL-08, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.safe_name import safe_name
from attacks.strategies import extensions
from attacks.strategies.grammar import alternating
from attacks.strategies.patterns import generated, spelled
from attacks.uploads import honest, named

SPELLED = ("php", "html", "svg", "jsp", "aspx", "py")  # one for each kind of reader


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return an upper-case and a mixed spelling of each extension."""
    folds = {"upper": str.upper, "mixed": alternating}
    return tuple(
        named(profile, spelled(profile, b"report.BAD", fold(bad)), variant=f"{kind}-{bad}")
        for bad in extensions.unwanted(profile, SPELLED)
        for kind, fold in folds.items()
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Choose the case of each letter of an active extension."""
    spelling = extensions.active(profile).flatmap(extensions.cased)
    return generated(profile, spelling.map(lambda s: f"report.{s}".encode()))


ATTACK = Attack(
    id="extension.case-variant",
    title="An active extension in capital letters",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,  # the reader must fold case too
    controls=("extension-allowlist",),
    cwe=(178, 434),
    asvs=("v5.0.0-5.2.2",),
    wstg=("WSTG-BUSL-08", "WSTG-BUSL-09"),
    oracles=(safe_name,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
