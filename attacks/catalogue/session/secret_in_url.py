"""Secrets in addresses.

What it does
    Opens the page and the list, uploads, fetches and logs in, and looks through every link, form
    and redirect for the cookie's value, the form's token and the password.

Why it works
    An address is not kept secret by anybody: it stands in the history, in logs of every server
    on the way, in the ``Referer`` of the next request and in what people send each other.

Expected defence
    The session is in a cookie, the token in a form's body or in a header.

References
    - CWE-598
    - OWASP ASVS v5.0.0-14.2.1; WSTG-SESS-04
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import OWNER, Attack, Exchange, Probe, Profile, Severity
from attacks.oracles.no_secret_in_url import no_secret_in_url
from attacks.uploads import honest
from attacks.visits import any_of, asking, is_known, logging_in, stored_then


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a visit to all that is known; nothing where there is no secret."""
    if not is_known(profile):
        return ()
    paths = (profile.page, profile.routes.listing, profile.routes.metadata)
    steps = [asking(path, about=0) for path in paths if path]
    login = profile.logins.get(OWNER)
    entered: tuple[Exchange, ...] = (logging_in(login),) if login else ()
    return (stored_then(profile, *steps, *entered, variant="visit"),)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Look again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="session.secret-in-url",
    title="A secret in an address",
    severity=Severity.MEDIUM,
    controls=("no-secret-in-url",),
    cwe=(598,),
    asvs=("v5.0.0-14.2.1",),
    wstg=("WSTG-SESS-04",),
    oracles=(no_secret_in_url,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
