"""Methods that a route does not have, and methods in disguise.

What it does
    Deletes by ``GET`` and ``HEAD``, and by an ordinary request that names another method in a
    header, a field or the query. Asks for a page by ``TRACE`` and by a word that is no method.

Why it works
    A browser follows a link by itself, and no token protects what is only read: if reading
    deletes, a picture in a mail deletes. Headers that override a method were made for old
    proxies, and go round every rule that looks at the method first.

Expected defence
    Each route takes its own methods and answers 405 to others. Reading changes nothing, and
    nothing but the request line names the method.

References
    - CWE-650
    - OWASP ASVS v5.0.0-4.1.4, v5.0.0-13.4.4, v5.0.0-3.5.3; WSTG-CONF-06, WSTG-INPV-03
    - RFC 9110, sections 9.2.1 and 9.3.8
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Exchange, Header, Probe, Profile, Severity
from attacks.oracles.known_method import known_method
from attacks.oracles.untouched import untouched
from attacks.uploads import honest
from attacks.visits import any_of, asking, form_post, stored_then

ODD = ("TRACE", "TRACK", "GAUNTLET", "DELETEX")
TOLD: tuple[Header, ...] = ((b"X-Gauntlet", b"gauntlet-canary-7d1f"),)
OVERRIDES = (b"X-HTTP-Method-Override", b"X-HTTP-Method", b"X-Method-Override")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each odd method, and each deletion that is none."""
    odd = (
        Probe(
            steps=(asking(profile.page, method=method, headers=TOLD),),
            variant=f"method-{method.lower()}",
        )
        for method in ODD
    )
    disguised = (stored_then(profile, step, variant=name) for name, step in _deletions(profile))
    return (*odd, *disguised)


def _deletions(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    fields = profile.fields
    query = "&".join(f"{name}={value}" for name, value in (*fields, ("_method", "DELETE")))
    if profile.routes.delete:
        for method in ("GET", "HEAD"):
            path = f"{profile.routes.delete}?{query}"
            yield f"delete-by-{method.lower()}", _must_not(asking(path, method=method, about=0))
    yield "method-in-query", _must_not(asking("{url}?" + query, about=0))
    plain = Exchange(request=form_post("{url}", fields), about=0)
    disguised = form_post("{url}", (*fields, ("_method", "DELETE")))
    yield "method-in-field", _must_not(replace(plain, request=disguised))
    for name in OVERRIDES:
        request = plain.request
        more = replace(request, headers=(*request.headers, (name, b"DELETE")))
        yield name.decode().lower(), _must_not(replace(plain, request=more))


def _must_not(step: Exchange) -> Exchange:
    return replace(step, demand=Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Try any of them again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.method",
    title="Methods that a route does not have",
    severity=Severity.MEDIUM,
    controls=("method-allowlist",),
    cwe=(650,),
    asvs=("v5.0.0-4.1.4", "v5.0.0-13.4.4", "v5.0.0-3.5.3"),
    wstg=("WSTG-CONF-06", "WSTG-INPV-03"),
    oracles=(known_method, untouched),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
