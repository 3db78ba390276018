"""Whose a file is, and what others learn of it: nothing."""

from __future__ import annotations

import csv
import io
import json
import time

import pytest
from sqlalchemy import update

from reference_app.database import files
from reference_app.ledger import KEPT, LEAVING, UNFINISHED
from reference_app.scanning import EICAR
from tests.reference_app.helpers import (
    PNG,
    Browser,
    enrolled,
    fetch,
    file_part,
    form,
    post,
    refused_as,
    rows,
    send,
    services,
    tree,
    usage,
)

DESCRIBED = {"url", "id", "name", "media_type", "size", "sha256", "created", "expires", "state"}
STATES = (*UNFINISHED, *KEPT, *LEAVING, *LEAVING.values())
VIEWS = [
    ("GET", "/files/{}"),
    ("HEAD", "/files/{}"),
    ("POST", "/files/{}/delete"),
    ("GET", "/api/files/{}"),
    ("DELETE", "/api/files/{}"),
]


@pytest.fixture
def ben(app):
    """Return the token of somebody else."""
    return enrolled(app, "ben")


def put(app, name=b"a.png", data=PNG, **environ):
    """Upload a file and return its identifier."""
    return post(app, form(file_part(name, data)), **environ)["Location"].rpartition("/")[2]


def used(app):
    """Return what alice's account holds."""
    return usage(services(app).ledger, rows(app)[0]["owner"])


@pytest.mark.parametrize(("verb", "path"), VIEWS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_denial_uniform(app, ben, verb, path, accept):
    """What is somebody else's, and what is nobody's, are told in the same bytes."""
    mine = put(app)
    foreign, absent = (
        post(
            app, form(), path=path.format(each), token=ben, REQUEST_METHOD=verb, HTTP_ACCEPT=accept
        )
        for each in (mine, "0" * 32)
    )

    assert foreign == absent
    assert foreign.status == 404
    assert send(app, path=f"/files/{mine}").body == PNG


def test_object_authz_is_logged(app, ben, caplog):
    """A guess at an identifier is an event; what nobody has is none."""
    mine = put(app)
    caplog.clear()
    send(app, path="/files/" + "0" * 32, token=ben)
    assert caplog.messages == []
    send(app, path=f"/files/{mine}", token=ben)
    (event,) = map(json.loads, caplog.messages)

    assert (event["event"], event["control"]) == ("malicious_direct_reference", "object-authz")


@pytest.mark.parametrize("state", STATES)
def test_quarantine_state(app, state):
    """``available`` is served, and nothing else, to its owner neither."""
    mine = put(app)
    with services(app).ledger.engine.begin() as connection:
        connection.execute(update(files).values(state=state))
    served = state == "available"

    assert send(app, path=f"/files/{mine}").status == (200 if served else 404)
    assert send(app, path=f"/api/files/{mine}").status == (200 if served else 404)


@pytest.mark.parametrize("left", [-1, 60])
def test_a_file_whose_time_is_over_is_not_served(app, left):
    """From that second on, also when the janitor has not come yet."""
    mine = put(app)
    with services(app).ledger.engine.begin() as connection:
        connection.execute(update(files).values(expires=time.time() + left))

    assert send(app, path=f"/files/{mine}").status == (404 if left < 0 else 200)


def test_no_listing(app, ben):
    """Everybody sees their own files, on the page, in the API and in the export."""
    put(app, b"alices.png")
    put(app, b"bens.png", token=ben)

    for path in ("/", "/api/files", "/files.csv"):
        page = send(app, path=path, token=ben).body
        assert (b"alices.png" in page, b"bens.png" in page) == (False, True)


def test_lists_are_paginated(make_app):
    """The newest first, and no page shows more than the policy says."""
    app = make_app({"page_size": 2})
    for n in range(5):
        put(app, b"%d.png" % n)
    pages = [
        json.loads(send(app, path="/api/files", QUERY_STRING=f"page={n}").body)
        for n in (1, 2, 3, 4)
    ]
    seen = [[each["name"] for each in page["files"]] for page in pages]

    assert seen == [["4.png", "3.png"], ["2.png", "1.png"], ["0.png"], []]
    assert b"Older" in send(app, QUERY_STRING="page=2").body
    assert b"Older" not in send(app, QUERY_STRING="page=3").body
    assert b"None on this page" in send(app, QUERY_STRING="page=9").body


@pytest.mark.parametrize(("page", "offset"), [("-1", 0), ("0", 0), ("2", 50)])
def test_what_a_database_is_asked_to_skip(app, monkeypatch, page, offset):
    """SQLite takes a negative number, and PostgreSQL does not."""
    asked = []
    monkeypatch.setattr(services(app).ledger, "listing", lambda *_, **how: asked.append(how) or [])
    send(app, path="/api/files", QUERY_STRING=f"page={page}")

    assert [how["offset"] for how in asked] == [offset]


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1e9", "99999999999999999999999"])
def test_pages_that_cannot_be_are_the_first_or_empty(app, page):
    """An offset is never negative, and never more than a database can count."""
    assert send(app, path="/api/files", QUERY_STRING=f"page={page}").status == 200
    assert send(app, QUERY_STRING=f"page={page}").status == 200


@pytest.mark.parametrize("route", ["/files/{}/delete", "/api/files/{}"])
def test_deletion(app, tmp_path, route):
    """The bytes go, the row forgets, and the quota comes back: once, however often it is asked."""
    kept, mine = put(app), put(app)
    before = used(app)
    verb = "POST" if route.endswith("delete") else "DELETE"
    statuses = [
        post(app, form(), path=route.format(mine), REQUEST_METHOD=verb).status for _ in range(3)
    ]

    assert statuses in ([303, 404, 404], [204, 404, 404])
    assert (before.files, used(app).files, used(app).bytes) == (2, 1, len(PNG))
    assert list(tree(tmp_path)) == [row["key"] for row in rows(app) if row["id"] == kept]
    assert [row["name"] for row in rows(app) if row["id"] == mine] == [""]


def test_who_comes_second_deletes_nothing(app, monkeypatch, caplog):
    """Between the look and the deletion somebody was faster: nothing is there, and no event."""
    mine = put(app)
    monkeypatch.setattr(services(app).ledger, "remove", lambda *_: None)
    caplog.clear()

    assert send(app, "DELETE", f"/api/files/{mine}").status == 404
    assert caplog.messages == []


def test_what_waits_for_a_reviewer_can_be_deleted(app, tmp_path):
    """By its owner, who cannot see more of it than that it waits."""
    held = put(app, b"a.txt", EICAR)

    assert send(app, "DELETE", f"/api/files/{held}").status == 204
    assert (tree(tmp_path), used(app).files) == ({}, 0)


def test_quota(make_app):
    """A full account takes nothing more, until something is deleted."""
    app = make_app({"quota_files": 2})
    first = put(app)
    put(app)
    assert refused_as(post(app)) == (413, "quota")
    send(app, "DELETE", f"/api/files/{first}")

    assert post(app).status == 201


def test_a_reservation_becomes_what_the_file_is(app):
    """A refused upload holds nothing, a kept one what it has."""
    body = form(file_part(b"a.exe", PNG))
    put(app)
    assert post(app, body).status == 415

    assert (used(app).bytes, used(app).files) == (len(PNG), 1)


@pytest.mark.parametrize(
    "name", ["=1+1.txt", "+1.txt", "@SUM(A1).txt", "\uff1d1.txt", 'a",=1,"b.txt']
)
def test_csv_formula(app, name):
    """A name is a cell of text to a spreadsheet, and comes back from a CSV reader."""
    put(app, name.replace('"', "%22").encode(), b"a")
    answer = send(app, path="/files.csv")
    header, row = csv.reader(io.StringIO(answer.body.decode(), newline=""))

    assert {*header} == DESCRIBED - {"url"}
    assert row[1] == ("'" if name[0] in "=+@\uff1d" else "") + name
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="files.csv"'


def test_response_minimal(app):
    """What a client may know has these keys; the key on disk, its owner and the scan are not it."""
    answer = post(app)
    listed = json.loads(send(app, path="/api/files").body)["files"]
    told = [json.loads(answer.body), json.loads(fetch_api(app, answer).body), *listed]

    assert all(set(each) == DESCRIBED for each in told)
    assert told[0] == told[1] == told[2]
    assert rows(app)[0]["key"] not in str(told)


def fetch_api(app, answer):
    """Ask what is known of a file."""
    return send(app, path=f"/api{answer['Location']}")


def test_html_escaping(app):
    """A name is text on every page that shows it."""
    name = "'\"&{{config}}${7}.txt"
    put(app, name.replace('"', "%22").encode(), b"a")
    page = Browser(app).get().body.decode()

    assert "<bdi>&#39;&#34;&amp;{{config}}${7}.txt</bdi>" in page


def test_the_answer_leads_to_the_file(app):
    """A browser is sent there, a program is told."""
    answer = post(app, HTTP_ACCEPT="text/html")

    assert (answer.status, answer["Location"]) == (303, f"/files/{rows(app)[0]['id']}")
    assert fetch(app, answer).body == PNG
