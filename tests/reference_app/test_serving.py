"""What is sent back: the file exactly, as a download, and the headers on every answer."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import update

from reference_app.database import files
from reference_app.errors import Fault
from reference_app.ledger import Ledger
from reference_app.pipeline import CONTROLS, with_control
from reference_app.reply import Reply
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
        (200, False, send(app)),
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
        assert answer["Referrer-Policy"] == "no-referrer"
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
    """The client gets a fixed sentence, the log the whole story."""
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


def test_a_twin_differs_in_one_control(make_app):
    """The seam reaches a control at one stage or at all, and knows no others."""
    twin = with_control("generic-errors", lambda e, _: Fault(str(e), code="x"))

    assert sum(a != b for a, b in zip(CONTROLS, twin, strict=True)) == 1
    assert len(with_control("part-limits", failing)) == len(CONTROLS)
    with pytest.raises(LookupError, match="no control 'nothing'"):
        with_control("nothing", failing)


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
