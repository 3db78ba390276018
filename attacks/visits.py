"""Build the requests that are no uploads: pages, forms without a file, logins.

Like `uploads`, these are honest; an attack changes one thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from hypothesis import strategies as st

from attacks.model import (
    NOBODY,
    OWNER,
    Body,
    Demand,
    Exchange,
    Header,
    Login,
    Probe,
    Profile,
    Request,
)
from attacks.uploads import honest_file, texts, upload
from attacks.wire.multipart import Form

CANARY = "gauntlet-owned"  # a name that nobody else gives to a file

Fields = Iterable[tuple[str, str]]


def asking(
    path: str,
    *,
    method: str = "GET",
    actor: str = OWNER,
    about: int | None = None,
    demand: Demand = Demand.EITHER,
    headers: tuple[Header, ...] = (),
) -> Exchange:
    """Return a request without a body, for the file of step *about* if that is given."""
    request = Request(method=method.encode(), path=path.encode(), headers=headers)
    return Exchange(request=request, actor=actor, about=about, demand=demand)


def form_post(
    path: str, fields: Fields, *, multipart: bool = True, headers: tuple[Header, ...] = ()
) -> Request:
    """Return the request that a browser sends for a form without a file."""
    if multipart:
        form = Form(parts=texts(fields))
        kind, body = form.content_type(), form.body()
    else:
        kind = (b"Content-Type", b"application/x-www-form-urlencoded")
        body = Body((urlencode(tuple(fields)).encode(),))
    return Request(path=path.encode(), headers=(kind, *headers), body=body)


def changing(
    profile: Profile,
    path: str,
    *,
    method: str = "POST",
    actor: str = OWNER,
    about: int | None = None,
    demand: Demand = Demand.EITHER,
) -> Exchange:
    """Return the request of a form that changes something, with the hidden fields of *actor*."""
    request = replace(form_post(path, profile.fields_of(actor)), method=method.encode())
    return Exchange(request=request, actor=actor, about=about, demand=demand)


def deleting(
    profile: Profile, about: int, *, actor: str = OWNER, demand: Demand = Demand.EITHER
) -> Exchange:
    """Return the request by which *actor* deletes the file of step *about*."""
    routes = profile.routes
    return changing(
        profile,
        routes.delete,
        method=routes.delete_method,
        actor=actor,
        about=about,
        demand=demand,
    )


def login_request(login: Login, fields: Fields = (), *, path: str = "") -> Request:
    """Return the request that logs in; *fields* beat those of the form, or come after them."""
    values = {**dict(login.fields), **dict(fields)}
    return form_post(
        path or login.path, values.items(), multipart=login.multipart, headers=login.headers
    )


def logging_in(
    login: Login, fields: Fields = (), *, path: str = "", headers: tuple[Header, ...] = ()
) -> Exchange:
    """Return the exchange by which somebody who is nobody yet logs in."""
    request = login_request(login, fields, path=path)
    return Exchange(request=replace(request, headers=request.headers + headers), actor=NOBODY)


def told_by_cookie(profile: Profile, actor: str = OWNER) -> bool:
    """Return whether *actor* is told by a cookie, which a browser sends for anybody."""
    return any(name.lower() == b"cookie" for name, _ in profile.headers.get(actor, ()))


def is_known(profile: Profile, actor: str = OWNER) -> bool:
    """Return whether *actor* is told from a stranger by anything."""
    return bool(profile.headers.get(actor))


def stored_then(profile: Profile, *later: Exchange, variant: str, stem: str = CANARY) -> Probe:
    """Return a probe in which the owner stores a file, for *later* steps to be about."""
    return Probe(steps=(upload(profile, honest_file(profile, stem)), *later), variant=variant)


def any_of(seeds: tuple[Probe, ...]) -> st.SearchStrategy[Probe]:
    """Draw one of the named variants: for techniques that have no more to them."""
    return st.sampled_from(seeds) if seeds else st.nothing()


def owners_way(profile: Profile) -> tuple[Probe, ...]:
    """Return what the owner of a file may do with it, which must go well."""
    steps = [asking("{url}", about=0, demand=Demand.ACCEPT)]
    if profile.routes.metadata:
        steps.append(asking(profile.routes.metadata, about=0, demand=Demand.ACCEPT))
    if profile.routes.delete:
        steps.append(deleting(profile, 0, demand=Demand.ACCEPT))
    first = upload(profile, honest_file(profile, CANARY), demand=Demand.ACCEPT)
    return (Probe(steps=(first, *steps), variant="owner"),)


def put(profile: Profile, actor: str, *, demand: Demand = Demand.EITHER) -> Exchange:
    """Return the request by which a program of *actor* puts a raw file under a name."""
    file = honest_file(profile, CANARY)
    path = profile.routes.put.encode().replace(b"{name}", file.filename)
    kind = (b"Content-Type", file.media_type)
    request = Request(path=path, method=b"PUT", headers=(kind,), body=file.content)
    return Exchange(request=request, file=file, actor=actor, demand=demand)


def flood(profile: Profile, count: int, actor: str, *headers: Header) -> tuple[Exchange, ...]:
    """Return *count* honest uploads of *actor* that are only counted, and not looked for.

    In *headers*, ``%d`` is the number of the request. The last one must be refused.
    """
    steps = []
    for number in range(count):
        request = upload(profile, honest_file(profile, f"flood-{number}"), actor=actor).request
        more = tuple((n, v.replace(b"%d", b"%d" % number)) for n, v in headers)
        request = replace(request, headers=request.headers + more)
        demand = Demand.REFUSE if number == count - 1 else Demand.EITHER
        steps.append(Exchange(request=request, actor=actor, demand=demand))
    return tuple(steps)


def cookie_names(profile: Profile, actor: str = OWNER) -> tuple[str, ...]:
    """Return the names of the cookies by which *actor* is told."""
    lines = [v.decode("latin-1") for n, v in profile.headers[actor] if n.lower() == b"cookie"]
    return tuple(pair.partition("=")[0].strip() for line in lines for pair in line.split(";"))
