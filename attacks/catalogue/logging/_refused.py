"""Requests that are refused, each in a way of its own: what a log should tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from attacks.model import NOBODY, OWNER, Demand, Exchange, Login, Profile, Request
from attacks.uploads import honest_file, honest_name, named, upload
from attacks.visits import is_known, logging_in

# Whatever a log holds of these, it holds a secret; they are worth nothing.
CANARY = "gauntlet-secret-5d41402abc4b2a76"


def user_field(login: Login) -> str:
    """Return the name of the field that says who logs in: the last one but the password."""
    return [name for name, _ in login.fields if name != login.password][-1]


def failed_login(profile: Profile, *, user: str = "nobody", password: str = CANARY) -> Exchange:
    """Return a login with a wrong name and a wrong password."""
    login = profile.logins[OWNER]
    return logging_in(login, ((user_field(login), user), (login.password, password)))


def refusals(profile: Profile) -> Mapping[str, Exchange]:
    """Return a step for each kind of refusal that can be had here."""
    return dict(_refusals(profile))


def _refusals(profile: Profile) -> Iterator[tuple[str, Exchange]]:
    (unlisted,) = named(profile, b"gauntlet.zzqx", variant="type", demand=Demand.REFUSE).steps
    yield "type", unlisted
    (hostile,) = named(profile, b"../gauntlet.php\x01", variant="name").steps
    yield "name", replace(hostile, demand=Demand.REFUSE)
    honest = upload(profile, honest_file(profile), demand=Demand.REFUSE)
    yield "form", replace(honest, request=_unreadable(honest.request))
    if is_known(profile):
        yield "stranger", replace(honest, actor=NOBODY)
    if profile.tokens:
        yield "token", upload(_with_tokens(profile, CANARY), honest_file(profile))
    if OWNER in profile.logins:
        yield "login", failed_login(profile)


def _unreadable(request: Request) -> Request:
    """Return *request* with a boundary that its body does not have."""
    kind = (b"Content-Type", b"multipart/form-data; boundary=gauntlet-other")
    rest = tuple(header for header in request.headers if header[0] != kind[0])
    return replace(request, headers=(kind, *rest))


def _with_tokens(profile: Profile, value: str) -> Profile:
    fields = tuple((n, value if n in profile.tokens else v) for n, v in profile.fields)
    return replace(profile, fields=fields)


def name_of(profile: Profile, stem: bytes) -> bytes:
    """Return *stem* with an accepted extension."""
    return stem + honest_name(profile, "")
