"""Guessing at a password.

What it does
    Tries wrong passwords for one person's name, one more than the profile says a minute allows;
    then again, with another client address in a header of each attempt.

Why it works
    Passwords are reused, and lists of them are public. A count that goes by the address does not
    notice many addresses, and one that believes ``X-Forwarded-For`` does not even notice one.

Expected defence
    Counts for the name and for the address of the connection, right and wrong attempts alike;
    too many are answered with 429.

References
    - CWE-307
    - OWASP ASVS v5.0.0-6.3.1; WSTG-ATHN-03
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    OTHER,
    Attack,
    Demand,
    Exchange,
    Header,
    Login,
    Probe,
    Profile,
    Severity,
    Weight,
)
from attacks.oracles.login_throttled import login_throttled
from attacks.uploads import honest
from attacks.visits import any_of, logging_in

MOST = 100  # attempts that are worth the time
SOURCES = {"one-address": b"", "many-addresses": b"2001:db8::%d"}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return the attempts; nothing where no login is known, or not how often one may try."""
    limit, login = profile.limits.logins_per_minute, profile.logins.get(OTHER)
    if login is None or not login.password or limit is None or limit > MOST:
        return ()
    return tuple(
        Probe(steps=_attempts(login, limit + 1, source), variant=variant)
        for variant, source in SOURCES.items()
    )


def _attempts(login: Login, count: int, source: bytes) -> tuple[Exchange, ...]:
    steps = []
    for number in range(count):
        address: tuple[Header, ...] = ((b"X-Forwarded-For", source.replace(b"%d", b"%d" % number)),)
        wrong = ((login.password, f"gauntlet-wrong-{number}"),)
        steps.append(logging_in(login, wrong, headers=address if source else ()))
    return (*steps[:-1], replace(steps[-1], demand=Demand.REFUSE))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Guess again: the minute is used up by now."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="session.guessing",
    title="Guessing at a password",
    severity=Severity.MEDIUM,
    controls=("login-throttle",),
    cwe=(307,),
    asvs=("v5.0.0-6.3.1",),
    wstg=("WSTG-ATHN-03",),
    oracles=(login_throttled,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
    weight=Weight.HEAVY,
)
