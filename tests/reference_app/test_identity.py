"""Who somebody is: accounts, sessions, tokens, and the proof that a form is ours."""

from __future__ import annotations

import re
import time

import pytest
import sqlalchemy as sa

from reference_app import identity
from reference_app.controls.sessions import COOKIE
from reference_app.database import accounts, sessions
from reference_app.identity import AccountError
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    CONTENT_TYPE,
    PASSWORD,
    Browser,
    ShortReads,
    enrolled,
    file_part,
    form,
    log_in,
    post,
    refused_as,
    send,
    services,
    text_part,
)

ATTRIBUTES = {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}
FILE = file_part(b"a.png")


@pytest.fixture
def alice(app):
    """Log alice in."""
    return Browser(app)


def change(app, table, **values):
    """Write into every row of a table, as time and operators do."""
    with services(app).ledger.engine.begin() as connection:
        connection.execute(sa.update(table).values(**values))


def everything(app):
    """Return all that the ledger keeps about people, as text."""
    with services(app).ledger.engine.connect() as connection:
        return str([connection.execute(sa.select(t)).all() for t in (accounts, sessions)])


def test_a_session_lets_somebody_in(alice):
    """Pages, the API, and the own form."""
    assert alice.get().status == 200
    assert alice.get("/api/files").status == 200
    assert alice.post(FILE).status == 201


def test_passwords_are_hashed_with_scrypt(app, monkeypatch):
    """And neither they, nor a session, nor a token stand in the ledger."""
    monkeypatch.undo()
    services(app).people.enrol("ben", PASSWORD)
    session = Browser(app, "ben").session
    kept = everything(app)

    assert "scrypt:32768:8:1$" in kept
    assert not any(each in kept for each in (PASSWORD, session, app.config["TOKEN"]))


@pytest.mark.parametrize(
    ("name", "password", "role"),
    [
        ("alice", PASSWORD, "uploader"),
        ("ben", "eleven char", "uploader"),
        ("ben", PASSWORD, "admin"),
        ("", PASSWORD, "uploader"),
        ("b" * 65, PASSWORD, "uploader"),
        ("be\nn", PASSWORD, "uploader"),
    ],
)
def test_an_account_that_cannot_be_meant_is_refused(app, name, password, role):
    """Taken, short, unknown, empty, long, or not to be printed."""
    with pytest.raises(AccountError):
        services(app).people.enrol(name, password, role)


def test_who_it_was_not_is_not_told(app):
    """A wrong password, a wrong name and a disabled account have one answer."""
    wrong = log_in(app, "alice", "wrong" * 4)
    unknown = log_in(app, "nobody", PASSWORD)
    change(app, accounts, disabled=True)
    disabled = log_in(app, "alice", PASSWORD)

    assert refused_as(wrong) == (401, "upload-authn")
    assert wrong == unknown == disabled
    assert log_in(app, "", "").status == 401


def test_a_name_that_nobody_can_have_is_not_looked_up(app):
    """PostgreSQL fails on a NUL where SQLite finds nothing."""
    asked = []
    engine = services(app).ledger.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[3]))
    answer = log_in(app, "al\0ice")

    assert answer.status == 401
    assert "\0" not in str(asked).encode().decode("unicode_escape")


def test_an_unknown_name_costs_as_much(app, monkeypatch):
    """A hash is computed for it, too: time does not tell who has an account."""
    hashed = []
    monkeypatch.setattr(identity, "check_password_hash", lambda *given: hashed.append(given))
    log_in(app, "alice")
    log_in(app, "nobody")

    assert len(hashed) == 2


def test_cookie_attributes(app, alice):
    """The session's cookie is for this host, over HTTPS, unseen by scripts and other sites."""
    opened = log_in(app)["Set-Cookie"]
    ended = alice.post(path="/logout")["Set-Cookie"]

    for cookie in (opened, ended):
        name, *attributes = cookie.split("; ")
        assert name.startswith("__Host-session=")
        assert set(attributes) >= ATTRIBUTES
        assert "Domain" not in cookie
    assert "Max-Age=0" in ended


def test_no_other_answer_sets_a_cookie(app, alice):
    """Neither pages, nor downloads, nor refusals."""
    where = alice.post(FILE)["Location"]
    answers = [alice.get(), alice.get(where), alice.get("/none"), log_in(app, "x"), send(app)]

    assert not any("Set-Cookie" in answer for answer in answers)


def test_session_rotation(app, alice):
    """A login makes a new session, whatever was presented, and the presented one ends."""
    planted = "a" * 43
    again = alice.post(
        text_part(b"name", b"alice"), text_part(b"password", PASSWORD.encode()), path="/login"
    )
    fresh = log_in(app, HTTP_COOKIE=f"{COOKIE}={planted}")

    assert again.status == fresh.status == 303
    assert len({planted, alice.session, value(again), value(fresh)}) == 4
    assert alice.get("/api/files").status == 401
    assert services(app).people.by_session(planted) is None


def value(answer):
    """Return the session that an answer sets."""
    return re.match(rf"{COOKIE}=([\w-]{{43}});", answer["Set-Cookie"])[1]


def test_session_termination(alice):
    """After the logout the session is worth nothing, also to who has kept a copy."""
    assert alice.post(path="/logout")["Location"] == "/login"
    assert alice.get("/api/files").status == 401


def test_a_session_ends_by_itself(app, alice):
    """Its time is kept on the server, and what is over is cleared at the next login."""
    change(app, sessions, expires=time.time() - 1)
    assert alice.get("/api/files").status == 401
    log_in(app)

    with services(app).ledger.engine.connect() as connection:
        assert len(connection.execute(sa.select(sessions)).all()) == 1


def test_disabled_accounts_are_out_at_once(app, alice):
    """Session and token stop with the account."""
    change(app, accounts, disabled=True)

    assert alice.get("/api/files").status == 401
    assert send(app, path="/api/files").status == 401


def test_an_account_can_be_shut_out(app, alice):
    """Revoking ends every session and every token of one account, and of no other."""
    other = enrolled(app, "ben")
    services(app).people.revoke("alice")

    assert alice.get("/api/files").status == 401
    assert send(app, path="/api/files").status == 401
    assert send(app, path="/api/files", token=other).status == 200


def test_a_session_is_no_token_and_a_token_no_session(app, alice):
    """Else a session that is sent as a token would need no proof, and never end."""
    people = services(app).people

    assert people.by_session(alice.session).account.name == "alice"
    assert people.by_token(alice.session) is None
    assert people.by_token(app.config["TOKEN"]).account.name == "alice"
    assert people.by_session(app.config["TOKEN"]) is None


def test_a_token_beats_a_cookie(app, alice):
    """Who sends a token means it: a wrong one is not mended by a session."""
    assert alice.get("/api/files", HTTP_AUTHORIZATION="Bearer wrong").status == 401


PROOFS = ["", "wrong", "\u00e9", None]


@pytest.mark.parametrize("proof", PROOFS)
def test_csrf_token(app, alice, left_behind, proof):
    """Absent, empty, wrong, or another session's: 403 before anything changes."""
    parts = [] if proof is None else [text_part(b"csrf_token", proof.encode())]
    answer = post(app, form(*parts, FILE), **alice.known)

    assert refused_as(answer) == (403, "csrf-token")
    assert left_behind() == NOTHING


@pytest.mark.parametrize("path", ["/", "/logout", "/login", "/files/x/delete"])
def test_every_form_carries_it(app, alice, path):
    """Also those that say no more than that."""
    assert refused_as(post(app, form(), path=path, **alice.known)) == (403, "csrf-token")
    assert alice.get("/api/files").status == 200


def test_another_session_has_another_proof(app, alice):
    """Even of the same account."""
    alice.proof = Browser(app).proof

    assert alice.post(FILE).status == 403


def test_an_address_proves_nothing(app, alice):
    """A token in the query is not looked at."""
    body = form(FILE)
    query = f"csrf_token={alice.proof.decode()}"

    assert post(app, body, QUERY_STRING=query, **alice.known).status == 403


def test_a_header_proves_it_as_well(app, alice):
    """Programs that send the cookie give the token there, for a form and for a raw body."""
    proof = {"HTTP_X_CSRF_TOKEN": alice.proof.decode()}
    raw = {"path": "/api/files/a.txt", "REQUEST_METHOD": "PUT", "content_type": "text/plain"}

    assert post(app, form(FILE), **proof, **alice.known).status == 201
    assert post(app, b"a", **raw, **proof, **alice.known).status == 201
    assert refused_as(post(app, b"a", **raw, **alice.known)) == (403, "csrf-token")


def test_the_proof_comes_before_the_file(app, alice, monkeypatch, left_behind):
    """A file part ahead of it is refused at its header: no byte of it is stored."""
    proof = text_part(b"csrf_token", alice.proof)
    created = []
    monkeypatch.setattr(services(app).store, "create", created.append)

    assert refused_as(post(app, form(FILE, proof), **alice.known)) == (403, "csrf-token")
    assert (created, left_behind()) == ([], NOTHING)


def test_a_wrong_proof_costs_one_read(app, alice):
    """What stands behind it is not read."""
    body = form(text_part(b"csrf_token", b"wrong"), file_part(b"a.txt", b"x" * 390_000))
    stream = ShortReads(body)
    known = {"CONTENT_TYPE": CONTENT_TYPE, **alice.known}

    assert send(app, "POST", stream=stream, length=len(body), **known).status == 403
    assert stream.taken == 64 * 1024


def test_the_pages_carry_the_proof_first(alice):
    """Hidden, as the first field of every form."""
    page = alice.get().body.decode()
    first = re.findall(
        r"<form[^>]*>\s*<input type=\"hidden\" name=\"csrf_token\" value=\"(\w+)\"", page
    )

    assert len(first) == page.count("<form") == 2
    assert set(first) == {alice.proof.decode()}


def test_a_login_form_carries_what_is_needed(app, alice):
    """Where to go back to, escaped; and the proof, if somebody is logged in already."""
    page = send(app, path="/login", QUERY_STRING="next=%22%3E%3Cb%3E", token=None).body.decode()

    assert 'name="next" value="&#34;&gt;&lt;b&gt;"' in page
    assert ("csrf_token" in page, "csrf_token" in alice.get("/login").body.decode()) == (
        False,
        True,
    )
