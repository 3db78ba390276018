"""A form without the proof that it comes from the target's own page.

What it does
    Uploads and deletes with the owner's cookie and with everything else right, but with no token,
    an empty one, a made-up one, one of another session, or with the right one in the query only.

Why it works
    A browser sends a cookie along with every request, whoever's page starts it. A check that only
    compares a token if one was sent, or that asks whether it is a token and not whose, stops
    nobody who leaves it out or brings their own.

Expected defence
    What changes something carries a token that is bound to the session, from a header or from the
    form; an absent one is a wrong one, and it is judged before a file is accepted. A token in
    an address is none: addresses are logged and passed on.

References
    - CWE-352
    - OWASP ASVS v5.0.0-3.5.1, v5.0.0-3.5.3, v5.0.0-3.3.2; WSTG-SESS-05
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    FRESH,
    OTHER,
    OWNER,
    Attack,
    Demand,
    Exchange,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.kept_out import kept_out
from attacks.oracles.untouched import untouched
from attacks.uploads import honest_file, part_for, post, texts
from attacks.visits import any_of, deleting, form_post, owners_way, stored_then, told_by_cookie
from attacks.wire.multipart import Form

Fields = tuple[tuple[str, str], ...]


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each forgery; nothing where no cookie tells who it is, or no token is known."""
    if not told_by_cookie(profile) or not profile.tokens:
        return ()
    uploads = (
        Probe(steps=(_upload(profile, *forged),), variant=f"upload-{name}")
        for name, forged in _forgeries(profile)
    )
    deletions = (
        stored_then(profile, _deletion(profile, *forged), variant=f"delete-{name}")
        for name, forged in (_forgeries(profile) if profile.routes.delete else ())
    )
    return (*uploads, *deletions)


def _forgeries(profile: Profile) -> Iterator[tuple[str, tuple[Fields, str]]]:
    """Yield the fields of each forged form, and what stands in the query."""
    own = dict(profile.fields)
    tokens = {name: own[name] for name in profile.tokens}
    rest = tuple((n, v) for n, v in own.items() if n not in tokens)
    yield "without", (rest, "")
    yield "empty", ((*dict.fromkeys(tokens, "").items(), *rest), "")
    yield "made-up", ((*((n, "x" * len(v)) for n, v in tokens.items()), *rest), "")
    yield "in-query", (rest, "?" + "&".join(f"{n}={v}" for n, v in tokens.items()))
    for other in (OTHER, FRESH):
        if (theirs := profile.forms.get(other)) and set(tokens) <= set(dict(theirs)):
            yield f"of-{other}", (theirs, "")


def _upload(profile: Profile, fields: Fields, query: str) -> Exchange:
    file = honest_file(profile)
    form = Form(parts=(*texts(fields), part_for(profile, file)))
    request = post(profile, form)
    path = request.path + query.encode()
    return Exchange(request=replace(request, path=path), file=file, demand=Demand.REFUSE)


def _deletion(profile: Profile, fields: Fields, query: str) -> Exchange:
    step = deleting(profile, 0, actor=OWNER, demand=Demand.REFUSE)
    forged = form_post(profile.routes.delete + query, fields)
    return replace(step, request=replace(forged, method=step.request.method))


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Forge in any of these ways again."""
    return any_of(seeds(profile))


ATTACK = Attack(
    id="access.forged-request",
    title="A form without proof of where it comes from",
    severity=Severity.HIGH,
    controls=("csrf-token",),
    cwe=(352,),
    asvs=("v5.0.0-3.5.1", "v5.0.0-3.5.3", "v5.0.0-3.3.2"),
    wstg=("WSTG-SESS-05",),
    oracles=(kept_out, untouched),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
)
