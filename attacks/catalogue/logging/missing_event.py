"""Refusals that nobody hears of.

What it does
    Sends uploads, logins and visits that are refused, each for a reason of its own, and looks
    whether the log has grown.

Why it works
    An attack that is only ever answered and never written down can be tried until it works.
    What is missed most often is what a framework refuses before any code of the application
    runs: a body it cannot read, a session it does not know.

Expected defence
    Each refusal leaves one event that says who, what, when, where and by which rule.

References
    - CWE-778, CWE-223
    - OWASP ASVS v5.0.0-16.3.1, v5.0.0-16.3.2, v5.0.0-16.3.3, v5.0.0-16.2.1; WSTG-BUSL-07
    - OWASP Logging Vocabulary Cheat Sheet
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.logging._refused import refusals
from attacks.model import GENERATED, Attack, Capability, Probe, Profile, Severity
from attacks.oracles.refusal_logged import refusal_logged
from attacks.uploads import honest, named


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each kind of refusal."""
    return tuple(
        Probe(steps=(step,), variant=variant) for variant, step in refusals(profile).items()
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Send any name under an extension that is hardly accepted anywhere."""
    stems = st.text("abc.-_ é文", max_size=12)
    return stems.map(lambda stem: named(profile, f"a{stem}.zzqx".encode(), variant=GENERATED))


ATTACK = Attack(
    id="logging.missing-event",
    title="Refusals that nobody hears of",
    severity=Severity.MEDIUM,
    controls=("events-logged",),
    cwe=(778, 223),
    asvs=("v5.0.0-16.3.1", "v5.0.0-16.3.2", "v5.0.0-16.3.3", "v5.0.0-16.2.1"),
    wstg=("WSTG-BUSL-07",),
    oracles=(refusal_logged,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    needs=frozenset({Capability.LOGS}),
)
