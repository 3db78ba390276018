"""A session identifier that was known before the login.

What it does
    Logs in with a cookie of the session's name that the attacker made up, and with the cookie of
    another session of the same person. Then opens the page with the old cookie.

Why it works
    Who can set a cookie in somebody's browser (from a neighbouring host, over plain HTTP, at a
    shared computer) knows the session from then on, if the login goes on under the same name.

Expected defence
    A login begins a session with an identifier of its own, whatever was sent, and ends the one
    that the request came with.

References
    - CWE-384
    - OWASP ASVS v5.0.0-7.2.4, v5.0.0-7.2.3; WSTG-SESS-03
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    FRESH,
    NOBODY,
    OWNER,
    Attack,
    Demand,
    Exchange,
    Header,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.session_rotated import session_rotated
from attacks.uploads import honest
from attacks.visits import any_of, asking, cookie_names, logging_in

PLANTED = "gauntlet0planted0session0identifier0of0forty3"


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a planted identifier, and a session that was there; nothing without a login."""
    if OWNER not in profile.logins:
        return ()
    login = profile.logins[OWNER]
    stranger = asking(profile.page, actor=NOBODY)
    crumbs = "; ".join(f"{name}={PLANTED}" for name in cookie_names(profile))
    planted: tuple[Header, ...] = ((b"Cookie", crumbs.encode()),)
    made_up = logging_in(login, headers=planted)
    proof = [(n, v) for n, v in profile.fields_of(FRESH) if n in profile.tokens]
    own = replace(logging_in(login, proof), actor=FRESH)
    return (
        Probe(steps=(stranger, made_up, _after(profile, NOBODY, *planted)), variant="planted"),
        Probe(steps=(stranger, own, _after(profile, FRESH)), variant="other-session"),
    )


def _after(profile: Profile, actor: str, *headers: Header) -> Exchange:
    """Return the page as the cookie of before the login asks for it."""
    return asking(profile.page, actor=actor, headers=headers, demand=Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Log in like this again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="session.fixation",
    title="A session that was known before the login",
    severity=Severity.HIGH,
    controls=("session-rotation",),
    cwe=(384,),
    asvs=("v5.0.0-7.2.4", "v5.0.0-7.2.3"),
    wstg=("WSTG-SESS-03",),
    oracles=(session_rotated,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
