"""What a login sets its cookie with.

What it does
    Logs in, and reads the attributes of each cookie that the answer sets.

Why it works
    Defaults are for convenience. Without ``Secure`` one request over plain HTTP gives the session
    away, without ``HttpOnly`` one line of script, and without ``SameSite`` every other site may
    use it. A cookie without the ``__Host-`` prefix can be set by a neighbouring host.

Expected defence
    ``__Host-`` in the name, ``Secure``, ``HttpOnly``, ``SameSite`` ``Lax`` or ``Strict``,
    ``Path=/`` and no ``Domain``.

References
    - CWE-614, CWE-1004, CWE-1275
    - OWASP ASVS v5.0.0-3.3.1, v5.0.0-3.3.2, v5.0.0-3.3.3, v5.0.0-3.3.4; WSTG-SESS-02
    - RFC 6265, section 4.1.2
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import OWNER, Attack, Probe, Profile, Severity
from attacks.oracles.cookie_attributes import cookie_attributes
from attacks.uploads import honest
from attacks.visits import any_of, logging_in


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return a login; nothing where there is none."""
    login = profile.logins.get(OWNER)
    return (Probe(steps=(logging_in(login),), variant="login"),) if login else ()


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Log in again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="session.cookie-attributes",
    title="A session's cookie without its attributes",
    severity=Severity.MEDIUM,
    controls=("cookie-attributes",),
    cwe=(614, 1004, 1275),
    asvs=("v5.0.0-3.3.1", "v5.0.0-3.3.2", "v5.0.0-3.3.3", "v5.0.0-3.3.4"),
    wstg=("WSTG-SESS-02",),
    oracles=(cookie_attributes,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
