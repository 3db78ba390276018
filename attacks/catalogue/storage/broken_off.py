"""Uploads that break off, one after the other.

What it does
    Declares an honest upload, sends the first part of it and hangs up, eight times. What the
    target has open is counted before and after.

Why it works
    What is closed at the end of a request stays open when the end never comes. Each broken upload
    then costs a descriptor for as long as the process runs, and the thousandth stops it. Nobody
    sees it coming: nothing is stored, and nothing is answered.

Expected defence
    Whatever a request opens belongs to it, and is closed with it on every way out.

References
    - CWE-772, CWE-460
    - OWASP ASVS v5.0.0-15.2.2, v5.0.0-16.5.3; WSTG-ERRH-01
    - CVE-2025-47935, CVE-2026-3304, CVE-2017-1000098
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Demand, Exchange, Probe, Profile, Severity, Weight
from attacks.oracles.no_descriptor_leak import no_descriptor_leak
from attacks.strategies.contents import roomy
from attacks.uploads import form_for, honest, part_for, post
from attacks.wire.multipart import Form

TIMES = 8
SIZE = 4 * 1024  # bytes of the file


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return uploads that break off before the file, at its beginning and in it."""
    whole = _form(profile).body().size
    ends = {"in-the-first-boundary": 10, "early-in-the-file": whole - SIZE, "late": whole - 90}
    return tuple(_broken_off(profile, end, variant) for variant, end in ends.items())


def _form(profile: Profile) -> Form:
    return form_for(profile, part_for(profile, roomy(profile, SIZE)))


def _broken_off(profile: Profile, end: int, variant: str = GENERATED) -> Probe:
    form = _form(profile)
    declared = b"%d" % form.body().size
    request = post(profile, form, body=form.cut(end), declared=declared)
    step = Exchange(request=request, demand=Demand.REFUSE)
    return Probe(steps=(step,) * TIMES, variant=variant, measured=True)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Break off anywhere, early first."""
    whole = _form(profile).body().size
    return st.integers(0, whole - 1).map(lambda end: _broken_off(profile, end))


ATTACK = Attack(
    id="storage.broken-off",
    title="Uploads that break off, one after the other",
    severity=Severity.MEDIUM,
    controls=("temp-hygiene",),
    cwe=(772, 460),
    asvs=("v5.0.0-15.2.2", "v5.0.0-16.5.3"),
    wstg=("WSTG-ERRH-01",),
    oracles=(no_descriptor_leak,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
