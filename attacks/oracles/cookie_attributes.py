"""Cookie attributes: a session's cookie is kept from others.

Denies a cookie of a login that is sent over plain HTTP (no ``Secure``), that script can read (no
``HttpOnly``), that other sites' requests carry (no ``SameSite``, or ``None``), that other hosts
share (``Domain``); and, of low severity, one without the ``__Host-`` prefix, by which a browser
holds the server to all of this.

Blind to
    Cookies that are set later; whether the target is reached over TLS at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from attacks.model import Effect, Observation, Severity, Verdict
from attacks.oracles.cookies import Cookie, cookies_set
from attacks.oracles.judging import judged
from attacks.oracles.touching import logins


def cookie_attributes(seen: Observation) -> Verdict:
    """Hold if every cookie that a login sets has what a session needs."""
    entered = logins(seen)
    cookies = [c for _, step in entered for c in cookies_set(step.response) if c.is_kept]
    gaps = ["no cookie was set: the login was refused"] if entered and not cookies else []
    return judged((effect for cookie in cookies for effect in _effects(cookie)), gaps)


def _effects(cookie: Cookie) -> Iterator[Effect]:
    for missing in _missing(cookie):
        yield Effect(signature=f"a session cookie {missing}", detail=f"{cookie.name} {missing}")
    if not cookie.name.startswith("__Host-"):
        what = "has no __Host- prefix"
        yield Effect(
            signature=f"a session cookie {what}",
            detail=f"{cookie.name} {what}",
            severity=Severity.LOW,
        )


def _missing(cookie: Cookie) -> Iterator[str]:
    given = cookie.attributes
    if "secure" not in given:
        yield "is sent over plain HTTP"
    if "httponly" not in given:
        yield "can be read by script"
    if given.get("samesite", "").lower() not in {"lax", "strict"}:
        yield "is sent along by other sites"
    if given.get("domain"):
        yield "is shared with other hosts"
