"""Log people in, and learn what the upload page gives each of them.

A browser opens the page of a login form before it posts it, and so does this: the page may set
a cookie, hide a token in the form, and says how the form is encoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from attacks import pages
from attacks.marks import filled, mark, marked
from attacks.model import FRESH, OWNER, Header, Login, Probe, Profile, Response
from attacks.retrieve import get
from attacks.targets.session import Session, TargetError
from attacks.visits import login_request

PASSWORD = re.compile(r"pass|pwd|secret|pin", re.IGNORECASE)
TOKEN = re.compile(r"csrf|xsrf|token|nonce|authenticity|forgery", re.IGNORECASE)

Fields = tuple[tuple[str, str], ...]


def login_of(
    session: Session, actor: str, path: str, given: Mapping[str, str]
) -> tuple[Login, dict[str, str]]:
    """Return the login form at *path* filled in with *given*, and the secrets in it."""
    answer = get(session, path)
    form = _login_form(f"http://{session.host}{path}", answer, set(given))
    known = {mark(actor, f"login.{name}"): value for name, value in given.items()}
    hidden, secrets = marked(f"{actor}.login", form.hidden if form else ())
    cookies = {mark(actor, "login.cookie"): crumbs} if (crumbs := _crumbs(answer)) else {}
    login = Login(
        path=form.action if form else path,
        fields=(*hidden, *zip(given, known, strict=True)),
        password=form.password if form and form.password else _password(given),
        multipart=bool(form and form.multipart),
        headers=tuple((b"Cookie", each.encode()) for each in cookies),
    )
    return login, {**known, **secrets, **cookies}


def _login_form(base: str, answer: Response | None, names: set[str]) -> pages.PageForm | None:
    found = pages.forms(base, answer) if answer else ()
    return next((f for f in found if names <= {name for name, _ in f.fields}), None)


def _password(given: Iterable[str]) -> str:
    return next((name for name in given if PASSWORD.search(name)), "")


def _crumbs(answer: Response | None) -> str:
    """Return the cookies that *answer* sets as a Cookie header has them (RFC 6265 section 5.4)."""
    set_by = answer.header(b"Set-Cookie") if answer else ()
    return "; ".join(cookie.partition(b";")[0].decode("latin-1") for cookie in set_by)


def enter(
    session: Session, login: Login, secrets: Mapping[str, str], given: tuple[Header, ...] = ()
) -> tuple[Header, ...]:
    """Log in, and return the headers *given* with the cookies of the answer among them.

    Raises:
        TargetError: the answer sets no cookie.
    """
    before = with_crumbs(given, *(value.decode() for _, value in login.headers))
    request = login_request(replace(login, headers=before))
    answer = session.send(filled(request, secrets)).response
    crumbs = _crumbs(answer)
    if not crumbs:
        raise TargetError(f"the login at {login.path} set no cookie")
    return with_crumbs(filled(request, secrets).headers[1:], crumbs)


def with_crumbs(headers: tuple[Header, ...], *crumbs: str) -> tuple[Header, ...]:
    """Return *headers* with *crumbs* in their one Cookie header; a later value beats a former."""
    old = [value.decode("latin-1") for name, value in headers if name.lower() == b"cookie"]
    pairs = [pair.partition("=") for text in (*old, *crumbs) for pair in text.split("; ")]
    jar = {name: f"{name}{equals}{value}" for name, equals, value in pairs}
    rest = tuple(h for h in headers if h[0].lower() != b"cookie")
    return (*rest, (b"Cookie", "; ".join(jar.values()).encode("latin-1"))) if jar else rest


def page_fields(session: Session, page: str, headers: tuple[Header, ...]) -> Fields:
    """Return the fields of the upload form as it is given to whoever sends *headers*.

    Where the page has no such form (another role may not upload), the hidden fields of any form.
    """
    answer = get(session, page, headers)
    found = pages.forms(f"http://{session.host}{page}", answer) if answer else ()
    best = sorted(found, key=lambda form: not form.file)
    if not best:
        return ()
    return tuple(best[0].fields if best[0].file else best[0].hidden)


def tokens(fields: Fields, others: Iterable[Fields]) -> tuple[str, ...]:
    """Return which of *fields* are tokens: by their name, or as their value differs elsewhere."""
    elsewhere = [dict(each) for each in others]
    return tuple(
        name
        for name, value in fields
        if TOKEN.search(name) or any(each.get(name, value) != value for each in elsewhere)
    )


def needs_fresh(profile: Profile, probe: Probe) -> bool:
    """Return whether *probe* names the actor `FRESH`, or a token of theirs."""
    own = [value.encode() for _, value in profile.forms[FRESH] if value in profile.secrets]
    texts = [
        text
        for step in probe.steps
        for text in (step.request.path, *step.request.body.pieces)
        if isinstance(text, bytes)
    ]
    named = any(step.actor == FRESH for step in probe.steps)
    return named or any(value in text for value in own for text in texts)


def renewed(session: Session, profile: Profile) -> Profile:
    """Return *profile* with a new session of the owner's for the actor `FRESH`.

    Raises:
        TargetError: the login failed.
    """
    headers = enter(session, profile.logins[OWNER], profile.secrets)
    _, secrets = marked(FRESH, page_fields(session, profile.page, headers))
    return replace(
        profile,
        headers={**profile.headers, FRESH: headers},
        secrets={**profile.secrets, **secrets},
    )
