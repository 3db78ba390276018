"""Several files in one form: each has an outcome of its own."""

from __future__ import annotations

import json

import pytest

from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    PNG,
    UNREAD,
    Browser,
    descriptors,
    file_part,
    form,
    post,
    refused_as,
    rows,
    send,
    text_part,
    tree,
)
from tests.swapped import with_control

GOOD, OTHER = file_part(b"a.png"), file_part(b"b.txt", b"b")
BAD = {
    "name": (file_part(b"../c.png"), 400, "reserved-names"),
    "type": (file_part(b"c.exe"), 415, "extension-allowlist"),
    "empty": (file_part(b"c.png", b""), 400, "empty-upload"),
    "size": (file_part(b"c.txt", b"x" * 400_001), 413, "file-size-limit"),
    "signature": (file_part(b"c.png", b"GIF89a" + bytes(600)), 422, "signature-matches-extension"),
    "content": (file_part(b"c.txt", b"\xff"), 422, "text-encoding"),
}


@pytest.fixture
def app(make_app):
    """Build an app that takes three files at once, and looks into them."""
    return make_app({"max_files": 3, "max_body_bytes": 900_000}, controls=UNREAD)


@pytest.fixture
def reading(make_app):
    """Build the same, with the controls that look at content."""
    controls = with_control("full-decode", lambda known, _: known)
    return make_app({"max_files": 3, "max_body_bytes": 900_000}, controls=controls)


def told(answer):
    """Return what a program is told of each file."""
    return json.loads(answer.body)["files"]


def test_each_is_kept(app, tmp_path):
    """All of them, in order."""
    answer = post(app, form(GOOD, OTHER, GOOD))

    assert (answer.status, [each["name"] for each in told(answer)]) == (
        201,
        ["a.png", "b.txt", "a.png"],
    )
    assert sorted(tree(tmp_path).values()) == sorted([PNG, b"b", PNG])
    assert send(app, path=told(answer)[1]["url"]).body == b"b"


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_is_refused_and_the_others_are_kept(reading, tmp_path, case, at):
    """Wherever it stands, and however late it is told."""
    bad, status, code = BAD[case]
    parts = [GOOD, OTHER]
    parts.insert(at, bad)
    answer = post(reading, form(*parts))
    known = told(answer)

    assert answer.status == 201
    assert (known[at]["status"], known[at]["code"]) == (status, code)
    assert [each.get("name") for each in known if "url" in each] == ["a.png", "b.txt"]
    assert sorted(tree(tmp_path).values()) == sorted([PNG, b"b"])
    assert [row["state"] for row in rows(reading)] == ["available"] * 2
    assert descriptors(tmp_path) == []


def test_none_is_kept(app, left_behind):
    """The status is that of the first refusal."""
    answer = post(app, form(BAD["type"][0], BAD["name"][0]))

    assert (answer.status, [each["status"] for each in told(answer)]) == (415, [415, 400])
    assert left_behind(of=app) == NOTHING


def test_one_too_many_refuses_all(app, left_behind):
    """``field-contract``: a form that is not the one agreed on is no form."""
    assert refused_as(post(app, form(GOOD, GOOD, GOOD, GOOD))) == (400, "field-contract")
    assert left_behind(of=app) == NOTHING


@pytest.mark.parametrize("tail", [b"", b"x"])
def test_a_broken_body_refuses_all(app, left_behind, tail):
    """What has arrived whole is dropped with the rest."""
    assert post(app, form(GOOD, OTHER)[:-4] + tail).status == 400
    assert left_behind(of=app) == NOTHING


def test_people_see_what_became_of_each(app):
    """A page with a sentence for each."""
    page = post(app, form(GOOD, BAD["type"][0]), HTTP_ACCEPT="text/html")

    assert page.status == 201
    assert b"<bdi>a.png</bdi>: stored" in page.body
    assert b"refused: This type of file is not accepted" in page.body


@pytest.mark.parametrize(
    ("body", "status"), [(b"x" * 300_000, 201), (b"x" * 400_001, 413), (b"", 400)]
)
def test_a_file_without_a_form_is_one(app, left_behind, body, status):
    """Its refusal is the answer, however many files a form may have."""
    answer = post(
        app, body, path="/api/files/a.txt", REQUEST_METHOD="PUT", content_type="text/plain"
    )

    assert answer.status == status
    assert status == 201 or left_behind(of=app) == NOTHING


def test_the_form_offers_it(app):
    """Browsers let people choose several."""
    page = send(app).body

    assert b" multiple" in page
    assert b"At most 3 at once" in page


def test_an_error_of_ours_leaves_no_part_of_a_file(make_app, tmp_path):
    """What had been published before it stays, whole."""
    failed = []

    def second(known, _):
        failed.append(known)
        if len(failed) == 2:
            raise RuntimeError

        return known

    controls = with_control("full-decode", second, controls=UNREAD)
    app = make_app({"max_files": 3}, controls=controls)

    assert post(app, form(GOOD, OTHER, GOOD)).status == 500
    assert list(tree(tmp_path).values()) == [PNG]
    assert [row["state"] for row in rows(app)] == ["available"]
    assert descriptors(tmp_path) == []


def test_the_session_is_proved_before_the_first(app, left_behind):
    """Each file part is judged for it, and none is accepted."""
    alice = Browser(app)
    answer = post(app, form(GOOD, text_part(b"csrf_token", alice.proof), OTHER), **alice.known)

    assert refused_as(answer) == (403, "csrf-token")
    assert left_behind(of=app) == NOTHING
