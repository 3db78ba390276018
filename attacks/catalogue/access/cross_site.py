"""A request that a browser says comes from another site.

What it does
    Uploads and deletes with the owner's cookie and token, under ``Sec-Fetch-Site: cross-site``,
    or without it under an ``Origin`` that is not the target's.

Why it works
    No page can forge these headers, so they tell what a token only makes unlikely. A token that
    has leaked, or a route where it was forgotten, is then still of no use to another site.

Expected defence
    Refuse what changes something and comes from elsewhere; ``Origin`` decides where a browser
    does not send the newer header. A request with neither comes from a program.

References
    - CWE-346
    - OWASP ASVS v5.0.0-3.5.3, v5.0.0-3.5.8; WSTG-SESS-05
    - W3C Fetch Metadata Request Headers; RFC 6454, section 7
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import Attack, Demand, Exchange, Header, Probe, Profile, Severity
from attacks.oracles.same_site_only import same_site_only
from attacks.uploads import honest_file, upload
from attacks.visits import any_of, deleting, owners_way, stored_then, told_by_cookie

ORIGINS: dict[str, tuple[Header, ...]] = {
    "cross-site": ((b"Sec-Fetch-Site", b"cross-site"), (b"Sec-Fetch-Mode", b"navigate")),
    # by script, in the name of an origin that is not told
    "cross-site-script": ((b"Sec-Fetch-Site", b"cross-site"), (b"Sec-Fetch-Mode", b"no-cors")),
    "origin": ((b"Origin", b"https://gauntlet.example"),),
    # a sandboxed frame, or a redirect on the way
    "origin-null": ((b"Origin", b"null"),),
    # the target's name is in it, and it is another's
    "origin-longer": ((b"Origin", b"http://localhost.gauntlet.example"),),
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each origin, for an upload and for a deletion; nothing where no cookie counts."""
    if not told_by_cookie(profile):
        return ()
    sent = upload(profile, honest_file(profile), demand=Demand.REFUSE)
    uploads = (
        Probe(steps=(_from(sent, headers),), variant=f"upload-{name}")
        for name, headers in ORIGINS.items()
    )
    if not profile.routes.delete:
        return tuple(uploads)
    gone = deleting(profile, 0, demand=Demand.REFUSE)
    deletions = (
        stored_then(profile, _from(gone, headers), variant=f"delete-{name}")
        for name, headers in ORIGINS.items()
    )
    return (*uploads, *deletions)


def _from(step: Exchange, headers: tuple[Header, ...]) -> Exchange:
    return replace(step, request=replace(step.request, headers=step.request.headers + headers))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Come from any of these again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.cross-site",
    title="A request from another site",
    severity=Severity.MEDIUM,
    controls=("fetch-metadata",),
    cwe=(346,),
    asvs=("v5.0.0-3.5.3", "v5.0.0-3.5.8"),
    wstg=("WSTG-SESS-05",),
    oracles=(same_site_only,),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
)
