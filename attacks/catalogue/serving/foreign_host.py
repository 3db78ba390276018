"""Files and pages that share a host after all.

What it does
    Asks the host that is meant for content for pages of the app, a login and an upload, and the
    app's own host for the bytes of a file.

Why it works
    A second host keeps what users sent away from the session only as long as each host does its
    own work. A server that answers to both names serves the files where the cookies are.

Expected defence
    Routes are bound to their host: content answers there and nowhere else, and nothing else
    answers there.

References
    - CWE-653
    - OWASP ASVS v5.0.0-3.5.4, v5.0.0-3.2.1; WSTG-CLNT-03
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import OWNER, Attack, Exchange, Probe, Profile, Severity
from attacks.oracles.content_apart import content_apart
from attacks.uploads import honest, honest_file, upload
from attacks.visits import any_of, asking, logging_in, stored_then


def _moved(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    yield "page", asking(profile.page)
    yield "upload", upload(profile, honest_file(profile))
    if listing := profile.routes.listing:
        yield "list", asking(listing)
    if login := profile.logins.get(OWNER):
        yield "login-page", asking(login.path)
        yield "login", logging_in(login)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return what the app's host does, asked of the other, and the reverse."""
    host = profile.routes.content_host.encode()
    if not host:
        return ()
    moved = ((name, _at(step, host)) for name, step in _moved(profile))
    return (
        *(Probe(steps=(step,), variant=name) for name, step in moved),
        stored_then(profile, asking("{url}", about=0), variant="file-on-the-apps-host"),
    )


def _at(step: Exchange, host: bytes) -> Exchange:
    request = step.request
    return replace(step, request=replace(request, headers=(*request.headers, (b"Host", host))))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Draw one of them."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="serving.foreign-host",
    title="Files and pages that share a host after all",
    severity=Severity.MEDIUM,
    controls=("content-origin",),
    cwe=(653,),
    asvs=("v5.0.0-3.5.4", "v5.0.0-3.2.1"),
    wstg=("WSTG-CLNT-03",),
    oracles=(content_apart,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)
