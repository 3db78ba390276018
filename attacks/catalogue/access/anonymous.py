"""Somebody who is not logged in.

What it does
    Sends an upload that is right in every way, a token of the owner's included, but for the
    session. Then asks for the list, for a file that the owner stored and for the facts about it,
    and deletes it: all as a stranger.

Why it works
    A guard that stands on every route but one is forgotten on that one: the interface for
    scripts, the download, the button that deletes. Where the guard hides the page and not the
    function, whoever knows the address needs no page.

Expected defence
    No route answers a stranger unless it stands on a list of public ones. The question is asked
    before a byte of the body is read, so that a stranger cannot fill the disk.

References
    - CWE-306
    - OWASP ASVS v5.0.0-8.2.1, v5.0.0-8.3.1; WSTG-ATHN-04, WSTG-ATHZ-02
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import NOBODY, Attack, Demand, Exchange, Probe, Profile, Severity
from attacks.oracles.kept_out import kept_out
from attacks.oracles.owner_only import owner_only
from attacks.oracles.untouched import untouched
from attacks.uploads import honest_file, upload
from attacks.visits import any_of, asking, changing, is_known, owners_way, put, stored_then


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each thing that a stranger may try; nothing where everybody is one."""
    if not is_known(profile):
        return ()
    return (
        *_uploads(profile),
        *(stored_then(profile, step, variant=name) for name, step in _visits(profile)),
    )


def _uploads(profile: Profile) -> Iterator[Probe]:
    form = upload(profile, honest_file(profile), demand=Demand.REFUSE)
    yield Probe(steps=(replace(form, actor=NOBODY),), variant="upload")
    if profile.routes.put:
        yield Probe(steps=(put(profile, NOBODY, demand=Demand.REFUSE),), variant="raw-upload")


def _visits(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    routes = profile.routes
    asked = {
        "list": routes.listing or profile.page,
        "download": "{url}",
        "metadata": routes.metadata,
    }
    for name, path in asked.items():
        if path:
            yield name, asking(path, actor=NOBODY, about=0, demand=Demand.REFUSE)
    if routes.delete:
        step = changing(profile, routes.delete, method=routes.delete_method, about=0)
        yield "delete", replace(step, actor=NOBODY, demand=Demand.REFUSE)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Try any of them again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.anonymous",
    title="Somebody who is not logged in",
    severity=Severity.CRITICAL,
    controls=("upload-authn",),
    cwe=(306,),
    asvs=("v5.0.0-8.2.1", "v5.0.0-8.3.1"),
    wstg=("WSTG-ATHN-04", "WSTG-ATHZ-02"),
    oracles=(kept_out, owner_only, untouched),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
)
