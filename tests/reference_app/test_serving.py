"""What is sent back: the file exactly, as a download, and the headers on every answer.

Long, because every status is looked at, and then all of it again for two hosts.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update

from attacks.strategies.contents import HONEST
from reference_app.database import files
from reference_app.ledger import Ledger
from reference_app.values import Reply
from tests.reference_app.helpers import (
    PNG,
    UNREAD,
    descriptors,
    fetch,
    file_part,
    form,
    post,
    rows,
    send,
    services,
)
from tests.swapped import with_control

BODY = form(file_part(b"a.png"))
SANDBOX = (
    "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; sandbox; "
    "frame-ancestors 'none'"
)


@pytest.fixture
def stored(app):
    """Upload one file, and return the answer."""
    return post(app, BODY)


def test_whole_file(app, stored):
    """The bytes, their number, their type and their digest."""
    answer = fetch(app, stored)

    assert (answer.status, answer.body) == (200, PNG)
    assert answer["Content-Length"] == str(len(PNG))
    assert answer["Content-Type"] == "image/png"
    assert answer["ETag"].strip('"') == rows(app)[0]["sha256"]


def test_head_is_get_without_a_body(app, stored, tmp_path):
    """HEAD has the same headers, and closes the file."""
    answer = fetch(app, stored, REQUEST_METHOD="HEAD")

    assert (answer.status, answer.body) == (200, b"")
    assert answer["Content-Length"] == str(len(PNG))
    assert descriptors(tmp_path) == []


def test_unchanged_files_are_not_sent_again(app, stored, tmp_path):
    """A known tag is answered with 304."""
    answer = fetch(app, stored, HTTP_IF_NONE_MATCH=fetch(app, stored)["ETag"])

    assert (answer.status, answer.body) == (304, b"")
    assert descriptors(tmp_path) == []


@pytest.mark.parametrize(
    ("ask", "status", "body"),
    [
        ("bytes=0-3", 206, PNG[:4]),
        ("bytes=4-", 206, PNG[4:]),
        ("bytes=-4", 206, PNG[-4:]),
        ("bytes=0-1,5-6", 416, None),
        ("bytes=9999-", 416, None),
        ("lines=1-2", 416, None),
    ],
)
def test_one_range_or_none(app, stored, tmp_path, ask, status, body):
    """A single range is exact; what cannot be met closes the file as well."""
    answer = fetch(app, stored, HTTP_RANGE=ask)

    assert answer.status == status
    assert body in {None, answer.body}
    assert "Content-Range" in answer or ask.startswith("lines")
    assert descriptors(tmp_path) == []


@pytest.mark.parametrize(
    "path",
    [
        "/files/",
        "/files/nothing",
        "/files/..",
        "/files/%2e%2e%2fsecret",
        "/files/..%5csecret",
        "/files/%00",
        "/files/%ff",
        "/files/" + "a" * 5000,
        "/files/a/b",
        "/nowhere",
        "/static/../policy.py",
    ],
)
def test_what_is_not_there_is_404(app, stored, path):
    """Every other name is simply not there."""
    assert send(app, path=path).status == 404


def test_an_unknown_type_is_served_as_bytes(app, stored):
    """A type that the table does not know, in a row written by hand, is nobody's page."""
    with app.extensions["reference_app"].ledger.engine.begin() as connection:
        connection.execute(update(files).values(media_type="text/html"))

    assert fetch(app, stored)["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["\0", "a" * 31, "A" * 32, "a" * 33, "a" * 32 + "\n", "\ud800"])
def test_only_identifiers_are_looked_up(app, monkeypatch, name):
    """PostgreSQL fails on a NUL where SQLite finds nothing; neither is asked."""
    ledger = services(app).ledger
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "engine", None)

        assert ledger.find(name) is None


def test_an_answer_that_fails_closes_its_file(app, stored, make_app, tmp_path):
    """Whatever goes wrong between opening and sending."""
    twin = make_app(controls=with_control("disposition-filename", failing, controls=UNREAD))

    assert fetch(twin, stored).status == 500
    assert descriptors(tmp_path) == []


def failing(*_, **__):
    """Stand in for what breaks."""
    raise RuntimeError("canary /srv/secret")


def answers(app, stored, broken):
    """One answer of every status, for both profiles."""
    tag = fetch(app, stored)["ETag"]
    yield from (
        (200, True, fetch(app, stored)),
        (200, True, fetch(app, stored, REQUEST_METHOD="HEAD")),
        (206, True, fetch(app, stored, HTTP_RANGE="bytes=0-1")),
        (304, True, fetch(app, stored, HTTP_IF_NONE_MATCH=tag)),
        (404, True, send(app, path="/files/none")),
        (405, True, send(app, "DELETE", stored["Location"])),
        (416, True, fetch(app, stored, HTTP_RANGE="bytes=9999-")),
        (500, True, send(broken, path="/files/none")),
        (401, True, send(app, path="/files/none", token=None, HTTP_ACCEPT="application/json")),
        (
            403,
            True,
            fetch(app, stored, HTTP_SEC_FETCH_SITE="cross-site", HTTP_SEC_FETCH_MODE="cors"),
        ),
        (404, True, send(app, path="/content/none")),
        (200, False, send(app)),
        (200, False, send(app, path="/login", token=None)),
        (200, False, send(app, path="/api/files")),
        (200, False, send(app, path="/files.csv")),
        (303, False, send(app, token=None)),
        (400, False, send(app, HTTP_HOST="evil.test")),
        (403, False, send(app, path="/quarantine")),
        (200, False, send(app, path="/static/style.css")),
        (201, False, stored),
        (303, False, post(app, BODY, HTTP_ACCEPT="text/html")),
        (400, False, post(app, b"")),
        (404, False, send(app, path="/none")),
        (405, False, send(app, "PUT")),
        (413, False, post(app, b"", length=10**12)),
        (415, False, post(app, b"", content_type="text/plain")),
    )


@pytest.fixture
def broken(make_app):
    """Build an app whose ledger cannot find anything."""
    return make_app(ledger_class=type("Broken", (Ledger,), {"find": failing}))


def test_every_answer_has_its_profile(app, stored, broken):
    """Each security header exactly once, whatever the status."""
    for status, user_file, answer in answers(app, stored, broken):
        assert answer.status == status
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Frame-Options"] == "DENY"
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["Cache-Control"] == ("private, no-store" if user_file else "no-store")
        assert (answer["Content-Security-Policy"] == SANDBOX) == user_file
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert not {"Set-Cookie", "Server", "Strict-Transport-Security"} & set(dict(answer.headers))


@pytest.mark.parametrize("ask", [{}, {"HTTP_RANGE": "bytes=0-1"}, {"REQUEST_METHOD": "HEAD"}])
def test_files_are_attachments(app, stored, ask):
    """Never a page of this site."""
    expected = "attachment; filename=\"a.png\"; filename*=UTF-8''a.png"

    assert fetch(app, stored, **ask)["Content-Disposition"] == expected


def test_https_is_made_to_stay(app):
    """HSTS is sent where it means something."""
    answer = send(app, **{"wsgi.url_scheme": "https"})

    assert answer["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_our_own_errors_say_nothing(broken, accept, caplog):
    """``last-resort-handler``: a fixed sentence for the client, the whole story for the log."""
    answer = send(broken, path="/files/none", HTTP_ACCEPT=accept)

    assert answer.status == 500
    assert b"canary" not in answer.body
    assert "canary" in caplog.text


def test_errors_are_pages_or_problems(app):
    """People get HTML, programs RFC 9457."""
    assert send(app, path="/x", HTTP_ACCEPT="*/*")["Content-Type"].startswith("text/html")
    answer = send(app, path="/x", HTTP_ACCEPT="application/problem+json")

    assert answer["Content-Type"] == "application/problem+json"
    assert b'"status": 404' in answer.body


def test_a_wrong_method_is_told_the_right_ones(app):
    """405 names what is allowed."""
    assert set(send(app, "PUT")["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_the_form_says_what_is_accepted(app):
    """The rules are on the page, from the policy."""
    page = send(app).body.decode()

    assert 'accept=".txt,.pdf,.png,.jpg,.jpeg,.gif,.webp"' in page
    assert "390.6 KiB" in page


def test_a_reply_keeps_one_header_of_a_name():
    """Setting replaces."""
    reply = Reply().with_header("A", "1").with_header("A", "2")

    assert dict(reply.headers) == {"A": "2"}


def test_a_restart_keeps_what_was_stored(app, stored, make_app):
    """The ledger and the folder are all there is."""
    again = make_app()
    again.config["TOKEN"] = app.config["TOKEN"]

    assert fetch(again, stored).body == PNG
    assert rows(app)[0]["created"] <= time.time()


def test_the_digest_is_told(app, stored):
    """Of what was kept, whatever part of it is sent (RFC 9530)."""
    digest = f"sha-256=:{b64encode(sha256(PNG).digest()).decode()}:"

    for ask in ({}, {"HTTP_RANGE": "bytes=0-1"}, {"REQUEST_METHOD": "HEAD"}):
        assert fetch(app, stored, **ask)["Repr-Digest"] == digest


@pytest.mark.parametrize("ask", [{}, {"HTTP_RANGE": "bytes=0-1"}, {"REQUEST_METHOD": "HEAD"}])
def test_integrity_digest(app, stored, tmp_path, caplog, ask):
    """One byte that has changed on the disk, and nothing of the file is served any more."""
    path = tmp_path / "files" / rows(app)[0]["key"]
    path.write_bytes(PNG[:-1] + b"!")
    answer = fetch(app, stored, HTTP_ACCEPT="application/json", **ask)

    assert answer.status == 500
    assert PNG[:2] not in answer.body
    assert json.loads(caplog.messages[-1])["control"] == "integrity-digest"
    assert descriptors(tmp_path) == []


def test_a_file_that_has_gone_is_404(app, stored, tmp_path):
    """And is served again when it is back."""
    path = tmp_path / "files" / rows(app)[0]["key"]
    away = path.rename(tmp_path / "away")
    assert fetch(app, stored).status == 404
    away.rename(path)

    assert fetch(app, stored).body == PNG


def test_cors_closed(app, stored):
    """No answer lets another site read it, whoever asks and however."""
    asked = {"HTTP_ORIGIN": "https://evil.test", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "GET"}

    for answer in (fetch(app, stored, **asked), send(app, "OPTIONS", **asked)):
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-")]


def test_what_a_view_says_of_other_sites_is_taken_back(app):
    """By the last word, below the app."""
    app.view_functions["api.health"] = lambda: (
        "ok",
        {"Access-Control-Allow-Origin": "*", "X-A": "b"},
    )
    answer = send(app, path="/healthz")

    assert ("Access-Control-Allow-Origin" in answer, answer["X-A"]) == (False, "b")


OURS, THEIRS = "files.test", "content.test:8443"


@pytest.fixture
def apart(make_app, policy):
    """Build an app with a host for content alone, and a feature that keeps pictures as they are."""
    two = {"trusted_hosts": (OURS,), "content_host": THEIRS}
    kept = replace(policy, **two)
    return make_app({**two, "image_handling": "reencode", "features": {"kept": kept}})


def ticket(app, *, path="/", name=b"a.png", **environ):
    """Upload a file, and return where the browser is sent for it."""
    stored = post(app, form(file_part(name, HONEST["png"].content)), path=path, HTTP_HOST=OURS)
    return fetch(app, stored, HTTP_HOST=OURS, **environ)


def test_content_origin(apart):
    """The way to a file leads to the other host, where nobody is logged in and no cookie is set."""
    answer = ticket(apart)
    path = answer["Location"].removeprefix(f"http://{THEIRS}")
    served = send(apart, path=path, HTTP_HOST=THEIRS, token=None)

    assert (answer.status, path[:9]) == (303, "/content/")
    assert (served.status, served["Content-Security-Policy"]) == (200, SANDBOX)
    assert served.body.startswith(PNG[:8])
    assert "Set-Cookie" not in served


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", OURS, 200),
        ("/healthz", OURS, 200),
        ("/healthz", THEIRS, 200),
        ("/", THEIRS, 404),
        ("/login", THEIRS, 404),
        ("/files.csv", THEIRS, 404),
        ("/api/files", THEIRS, 404),
        ("/static/style.css", THEIRS, 404),
        ("/nowhere", THEIRS, 404),
        ("/", "content.test", 400),
        ("/", "evil.test", 400),
    ],
)
def test_each_host_has_its_routes(apart, path, host, status):
    """Pages on the one, files on the other."""
    assert send(apart, path=path, HTTP_HOST=host).status == status


def test_a_file_is_served_on_the_other_host_only(apart):
    """Neither its own path there, nor its ticket here."""
    path = ticket(apart)["Location"].removeprefix(f"http://{THEIRS}")
    own = f"/files/{rows(apart)[0]['id']}"

    assert send(apart, path=path, HTTP_HOST=OURS).status == 404
    assert send(apart, path=own, HTTP_HOST=THEIRS).status == 404


@pytest.mark.parametrize("late", [0, 59, 62])
def test_a_ticket_lasts_a_minute(apart, monkeypatch, late):
    """It stands in an address, so it is not good for long."""
    path = ticket(apart)["Location"].removeprefix(f"http://{THEIRS}")
    now = time.time() + late
    monkeypatch.setattr(time, "time", lambda: now)

    assert send(apart, path=path, HTTP_HOST=THEIRS).status == (200 if late < 60 else 404)


def test_a_ticket_is_for_one_file(apart):
    """Neither mended, nor made by another secret, nor good for what is gone."""
    path = ticket(apart)["Location"].removeprefix(f"http://{THEIRS}")
    foreign = URLSafeTimedSerializer("other", salt="content-ticket").dumps(rows(apart)[0]["id"])

    for wrong in (path[:-1], f"{path}x", f"/content/{foreign}"):
        assert send(apart, path=wrong, HTTP_HOST=THEIRS).status == 404
    send(apart, "DELETE", f"/api/files/{rows(apart)[0]['id']}", HTTP_HOST=OURS)
    assert send(apart, path=path, HTTP_HOST=THEIRS).status == 404


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/", b"a.png", "inline"),
        ("/", b"a.txt", "attachment"),
        ("/to/kept", b"a.png", "attachment"),
    ],
)
def test_only_what_we_have_drawn_is_shown_in_place(apart, path, name, kind):
    """And only over there: a picture whose bytes are the client's is a download."""
    where = ticket(apart, path=path, name=name)["Location"].removeprefix(f"http://{THEIRS}")
    served = send(apart, path=where, HTTP_HOST=THEIRS)

    assert served["Content-Disposition"].partition(";")[0] == kind
