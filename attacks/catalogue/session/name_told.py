"""Whether a name has an account, told by how a login fails.

What it does
    Tries a wrong password for a name that exists, and for one that does not, and compares the
    two answers, but for what was sent.

Why it works
    "Unknown user" and "wrong password" are two answers; so are two lengths of the same page. Who
    knows which names exist guesses at those only, and writes to them.

Expected defence
    One answer for both, after the same work.

References
    - CWE-204
    - OWASP ASVS v5.0.0-6.3.1; WSTG-ATHN-03
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import OWNER, Attack, Demand, Exchange, Login, Probe, Profile, Severity
from attacks.oracles.denial_uniform import denial_uniform
from attacks.uploads import honest
from attacks.visits import any_of, logging_in

NAMELESS = "gauntlet-nobody"
WRONG = "gauntlet-wrong"


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the two attempts; nothing where no login with a password is known."""
    login = profile.logins.get(OWNER)
    if login is None or not (names := _names(login)):
        return ()
    known, unknown = (_failing(login, others) for others in ((), ((names[-1], NAMELESS),)))
    return (Probe(steps=(known, unknown), variant="wrong-name"),)


def _names(login: Login) -> list[str]:
    """Return the fields that may hold the name; the hidden ones come first."""
    return [n for n, _ in login.fields if n != login.password] if login.password else []


def _failing(login: Login, others: tuple[tuple[str, str], ...]) -> Exchange:
    step = logging_in(login, ((login.password, WRONG), *others))
    return replace(step, demand=Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Fail again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="session.name-told",
    title="Whether a name has an account",
    severity=Severity.LOW,
    controls=("login-throttle",),
    cwe=(204,),
    asvs=("v5.0.0-6.3.1",),
    wstg=("WSTG-ATHN-03",),
    oracles=(denial_uniform,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
