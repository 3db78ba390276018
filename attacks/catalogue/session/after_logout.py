"""A cookie that is used again after the logout.

What it does
    Begins a session of its own, logs it out, and asks for the page with the same cookie.

Why it works
    A logout that only tells the browser to forget the cookie ends nothing: who has a copy, from
    a log, a proxy or a shared computer, goes on. A signed cookie without a record on the server
    cannot be ended at all before it expires.

Expected defence
    Sessions are kept on the server, and the logout removes its row.

References
    - CWE-613
    - OWASP ASVS v5.0.0-7.4.1; WSTG-SESS-06
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import FRESH, NOBODY, OWNER, Attack, Demand, Probe, Profile, Severity
from attacks.oracles.session_ended import session_ended
from attacks.uploads import honest
from attacks.visits import any_of, asking, changing


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the page before and after a logout, and as nobody; nothing where there is none."""
    if OWNER not in profile.logins or not profile.routes.logout:
        return ()
    steps = (
        asking(profile.page, actor=FRESH, demand=Demand.ACCEPT),
        changing(profile, profile.routes.logout, actor=FRESH),
        asking(profile.page, actor=FRESH, demand=Demand.REFUSE),
        asking(profile.page, actor=NOBODY),
    )
    return (Probe(steps=steps, variant="same-cookie"),)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Log out again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="session.after-logout",
    title="A cookie that works after the logout",
    severity=Severity.MEDIUM,
    controls=("session-termination",),
    cwe=(613,),
    asvs=("v5.0.0-7.4.1",),
    wstg=("WSTG-SESS-06",),
    oracles=(session_ended,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
