"""People are logged in like in a browser, and each gets a form of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks import people
from attacks.calibrate import calibrate
from attacks.marks import mark
from attacks.model import FRESH, OTHER, OWNER, Exchange, Probe, Request, Response
from attacks.observe import observe
from attacks.targets.session import TargetError
from attacks.uploads import honest, honest_file, upload
from attacks.visits import asking
from tests.attacks.targets.members import HINTS, PEOPLE, members
from tests.attacks.targets.tiny import Scripted

LOGIN = b"""<form action=search><input name=q></form><form method=post action="/in">
    <input type=hidden name=nonce value=0123456789><input name=user><input name=pass></form>"""


def page(body: bytes, *cookies: bytes, status=200) -> Response:
    """Return a page that sets *cookies*."""
    return Response(status=status, headers=tuple((b"Set-Cookie", c) for c in cookies), body=body)


def site(form: bytes = LOGIN, *crumbs: bytes) -> Scripted:
    """Show a login form, and let in whoever posts it."""
    inside = page(b"", b"sid=7; Path=/", b"seen=2", status=303)
    return Scripted(lambda r: inside if r.method == b"POST" else page(form, *crumbs))


def entered(session: Scripted, given=()):
    """Log in as actor a, and return the headers and the request that did it."""
    login, secrets = people.login_of(session, OWNER, "/login", {"user": "u", "pass": "p"})
    headers = people.enter(session, login, secrets, given)
    return login, headers, session.sent[-1]


def test_the_form_that_has_the_fields_is_filled_in():
    """Its action, its hidden fields and its encoding are the page's."""
    login, headers, request = entered(site())

    assert (login.path, login.password, login.multipart) == ("/in", "pass", False)
    assert request.body.to_bytes() == b"nonce=0123456789&user=u&pass=p"
    assert headers == ((b"Cookie", b"sid=7; seen=2"),)


def test_a_login_keeps_no_secret():
    """Marks stand for all that was given, and for what the page hid."""
    login, *_ = entered(site(LOGIN, b"pre=0123456789abcdef"))

    assert dict(login.fields) == {
        "nonce": mark("a.login", "nonce", 10),
        "user": mark(OWNER, "login.user"),
        "pass": mark(OWNER, "login.pass"),
    }
    assert login.headers == ((b"Cookie", mark(OWNER, "login.cookie").encode()),)


def test_cookies_of_the_page_are_sent_and_those_of_the_answer_beat_them():
    """One Cookie header holds them all, each name once."""
    session = site(LOGIN, b"pre=1; Path=/", b"seen=1")
    _, headers, request = entered(session, ((b"cookie", b"lang=en"), (b"X", b"1")))

    assert (b"Cookie", b"lang=en; pre=1; seen=1") in request.headers
    assert headers == ((b"X", b"1"), (b"Cookie", b"lang=en; pre=1; seen=2; sid=7"))


def test_without_a_form_the_fields_are_posted_to_the_path():
    """An interface for programs shows none."""
    login, _, request = entered(site(b"no form"))

    assert (login.path, request.path, login.password) == ("/login", b"/login", "pass")
    assert request.body.to_bytes() == b"user=u&pass=p"
    silent = Scripted(lambda r: page(b"", b"s=1") if r.method == b"POST" else None)
    assert entered(silent)[0].path == "/login"


def test_a_login_that_sets_no_cookie_has_failed():
    """Nothing that follows would mean anything."""
    with pytest.raises(TargetError, match="the login at /in set no cookie"):
        entered(Scripted(lambda _: page(LOGIN)))


def test_tokens_are_told_by_their_name_or_by_a_value_that_differs():
    """Album and limit are the same for everybody."""
    own = (("csrf", "1"), ("key", "2"), ("album", "x"))

    assert people.tokens(own, [(("key", "3"), ("album", "x"))]) == ("csrf", "key")


def test_the_fields_are_those_of_the_upload_form_or_else_the_hidden_ones():
    """Another role may have no form for files, and has a token all the same."""
    both = b"<form><input type=hidden name=t value=1><input name=q></form>"
    file = b"<form><input name=album value=x><input type=file name=f></form>"

    def fields(body: bytes | None):
        answer = None if body is None else page(body)
        return people.page_fields(Scripted(lambda _: answer), "/", ())

    assert fields(both + file) == (("album", "x"),)
    assert fields(both) == (("t", "1"),)
    assert fields(b"nothing") == fields(None) == ()


@pytest.fixture
def opened():
    """Open a session of the app with accounts, and calibrate it."""
    with members().open() as session:
        yield session, calibrate(session, HINTS)


def test_each_actor_has_a_session_and_a_token(opened):
    """What the page gives one of them is no good for another."""
    _, profile = opened
    tokens = {profile.secrets[profile.fields_of(who)[0][1]] for who in profile.headers}

    assert set(profile.headers) == {OWNER, OTHER, "reviewer"}
    assert len(tokens) == len(set(profile.headers.values())) == 3
    assert profile.tokens == ("csrf_token",)
    assert not {*PEOPLE.values(), *tokens} & set(map(str, profile.logins.values()))


def test_every_actor_can_upload(opened):
    """With their own cookie and their own token."""
    session, profile = opened
    for who in (OWNER, OTHER, FRESH):
        step = upload(profile, honest_file(profile), actor=who)
        (seen,) = observe(session, profile, Probe(steps=(step,))).steps
        assert (seen.response.status, seen.stored.value) == (303, "yes")


def test_a_fresh_session_is_begun_only_for_a_probe_that_names_it(opened):
    """By its actor, or by its token."""
    _, profile = opened
    token = profile.forms[FRESH][0][1].encode()
    with_token = Exchange(request=Request(path=b"/?t=" + token))

    assert people.needs_fresh(profile, Probe(steps=(asking("/", actor=FRESH),)))
    assert people.needs_fresh(profile, Probe(steps=(with_token,)))
    assert not people.needs_fresh(profile, honest(profile))


def test_a_fresh_session_that_cannot_be_begun_is_told(opened):
    """The password was changed on the way."""
    session, profile = opened
    wrong = replace(profile, secrets=dict.fromkeys(profile.secrets, "wrong"))

    with pytest.raises(TargetError, match="set no cookie"):
        observe(session, wrong, Probe(steps=(asking("/", actor=FRESH),)))
