"""What a scanner has found waits for a reviewer, and nobody gets it meanwhile."""

from __future__ import annotations

import json

import pytest

from reference_app.scanning import EICAR, ScanResult, ScanVerdict
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    Browser,
    Says,
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

BODY = form(file_part(b"a.txt", b"x" * 1000 + EICAR))


@pytest.fixture
def held(app):
    """Upload what the scanner knows, and return its identifier."""
    return post(app, BODY)["Location"].rpartition("/")[2]


@pytest.fixture
def rita(app):
    """Log a reviewer in."""
    enrolled(app, "rita", "reviewer")
    return Browser(app, "rita")


def test_malware_scan(app, caplog):
    """202: it was taken, and it is nowhere yet; the event says that it waits."""
    with caplog.at_level("INFO", "reference_app.events"):
        answer = post(app, BODY)
    (event,) = map(json.loads, caplog.messages)
    (row,) = rows(app)

    assert (answer.status, json.loads(answer.body)["state"]) == (202, "quarantined")
    assert (row["state"], row["scan"]) == ("quarantined", "infected EICAR")
    assert (event["event"], event["outcome"]) == ("upload_validation", "quarantined")
    assert fetch(app, answer).status == 404


@pytest.mark.parametrize("verdict", [ScanVerdict.INFECTED, ScanVerdict.UNSCANNABLE])
def test_what_a_scanner_does_not_like_waits(make_app, verdict):
    """Also what it could not look into."""
    app = make_app(scanner=Says(ScanResult(verdict=verdict)))

    assert post(app).status == 202


@pytest.mark.parametrize(
    "says", [ScanResult(verdict=ScanVerdict.UNREACHABLE, reason="secret"), MemoryError("secret")]
)
def test_scan_fail_closed(make_app, left_behind, says):
    """No verdict, no file: 503, and the client is not told why."""
    app = make_app(scanner=Says(says))
    answer = post(app)

    assert refused_as(answer) == (503, "scan-fail-closed")
    assert b"secret" not in answer.body
    assert left_behind(of=app) == NOTHING


@pytest.mark.parametrize("path", ["/files/{}", "/api/files/{}", "/content/{}"])
@pytest.mark.parametrize("actor", ["alice", "ben", "rita"])
def test_nobody_reads_what_waits(app, held, path, actor):
    """By no path: neither its owner, nor another, nor the reviewer."""
    token = enrolled(app, actor, "reviewer" if actor == "rita" else "uploader")
    for verb in ("GET", "HEAD"):
        for ask in ({}, {"HTTP_RANGE": "bytes=0-9"}):
            answer = send(app, verb, path.format(held), token=token, **ask)

            assert answer.status == 404
            assert EICAR not in answer.body


def test_its_owner_sees_that_it_waits(app, held):
    """In the lists, without a way to it."""
    page = send(app).body

    assert b"waits for a reviewer" in page
    assert f'/files/{held}"'.encode() not in page
    assert json.loads(send(app, path="/api/files").body)["files"][0]["state"] == "quarantined"


def test_people_are_told(app):
    """Somebody with a browser gets a page, not a redirect to what is not there."""
    answer = post(app, BODY, HTTP_ACCEPT="text/html")

    assert (answer.status, b"waits for a reviewer" in answer.body) == (202, True)


def test_the_reviewers_page(app, held, rita):
    """Name, verdict and digest of what waits; nothing to open."""
    page = rita.get("/quarantine").body.decode()

    assert "<bdi>a.txt</bdi>" in page
    assert "infected EICAR" in page
    assert rows(app)[0]["sha256"] in page
    assert f"/files/{held}" not in page
    assert "Quarantine" not in Browser(app).get().body.decode()


def test_a_release(app, held, rita, caplog):
    """The file is served to its owner, and the log says who has let it."""
    answer = rita.post(path=f"/quarantine/{held}/release")
    event = json.loads(caplog.messages[-1])

    assert (answer.status, answer["Location"]) == (303, "/quarantine")
    assert send(app, path=f"/files/{held}").body == b"x" * 1000 + EICAR
    assert (event["event"], event["outcome"], event["file_id"]) == (
        "upload_review",
        "released",
        held,
    )
    assert event["user"] == services(app).people.by_session(rita.session).account.id
    assert b"Nothing waits" in rita.get("/quarantine").body


def test_a_rejection(app, held, rita, caplog, tmp_path):
    """The file is gone, and with it what it cost its owner."""
    answer = rita.post(path=f"/quarantine/{held}/discard")
    event = json.loads(caplog.messages[-1])
    (row,) = rows(app)

    assert (answer.status, event["outcome"]) == (303, "deleted")
    assert (row["state"], row["name"], tree(tmp_path)) == ("deleted", "", {})
    assert usage(services(app).ledger, row["owner"]).files == 0


@pytest.mark.parametrize("verb", ["release", "discard"])
def test_function_authz(app, held, verb):
    """An uploader decides nothing, not even on an own file."""
    path = f"/quarantine/{held}/{verb}"

    assert refused_as(Browser(app).post(path=path)) == (403, "function-authz")
    assert refused_as(post(app, form(), path=path)) == (403, "function-authz")
    assert rows(app)[0]["state"] == "quarantined"


@pytest.mark.parametrize("verb", ["release", "discard"])
def test_a_reviewers_form_is_proved_as_well(app, held, rita, verb):
    """``csrf-token`` holds for every form there is."""
    answer = post(app, form(), path=f"/quarantine/{held}/{verb}", **rita.known)

    assert refused_as(answer) == (403, "csrf-token")
    assert rows(app)[0]["state"] == "quarantined"


def test_what_does_not_wait_cannot_be_decided_on(app, rita, tmp_path):
    """A file that is served stays, and what was decided on stays so."""
    served = post(app)
    path = f"/quarantine/{served['Location'].rpartition('/')[2]}"

    assert rita.post(path=f"{path}/release").status == 409
    rita.post(path=f"{path}/discard")
    assert fetch(app, served).status == 200
    assert len(tree(tmp_path)) == 1
