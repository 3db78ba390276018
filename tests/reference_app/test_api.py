"""Files without a form: the same controls, and a body that is the file."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from reference_app.controls.filename_param import filename_header
from reference_app.pipeline import CONTROLS
from reference_app.policy import Policy
from reference_app.values import Candidate
from tests.reference_app.conftest import NOTHING
from tests.reference_app.helpers import (
    PNG,
    ShortReads,
    fetch,
    file_part,
    form,
    post,
    refused_as,
    rows,
    send,
    services,
    tree,
)


def put(app, name="a.png", body=PNG, **environ):
    """Put *body* under *name*, as it would stand in the path."""
    environ = {"content_type": "application/octet-stream"} | environ
    return post(app, body, path=f"/api/files/{name}", REQUEST_METHOD="PUT", **environ)


def create(app, disposition, body=PNG, **environ):
    """Post *body* with its name in a header."""
    return post(
        app,
        body,
        path="/api/files",
        content_type="application/octet-stream",
        HTTP_CONTENT_DISPOSITION=disposition,
        **environ,
    )


def field(data):
    """Write the digest of *data* as RFC 9530 has it."""
    return f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"


@pytest.mark.parametrize("declared", [True, False])
def test_put_stores_the_body(app, declared):
    """With a length, or to an end that the server vouches for."""
    how = {} if declared else {"length": None, "wsgi.input_terminated": True}
    answer = put(app, **how)

    assert (answer.status, answer["Location"]) == (201, f"/files/{rows(app)[0]['id']}")
    assert fetch(app, answer).body == PNG


def test_create_stores_the_body(app):
    """Named by the header that browsers read names from."""
    answer = create(app, 'attachment; filename="a b.png"')

    assert (answer.status, json.loads(answer.body)["name"]) == (201, "a b.png")
    assert fetch(app, answer).body == PNG


def test_a_program_gets_json_also_without_asking(app):
    """What it sends is no page, and neither is what it gets."""
    answer = put(app, HTTP_ACCEPT="*/*")

    assert (answer.status, answer["Content-Type"]) == (201, "application/json")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("%E6%96%87.txt", "\u6587.txt"),
        ("a%20b.txt", "a b.txt"),
        ("e%CC%81.txt", "\u00e9.txt"),
        ("a%252fb.txt", "a%2fb.txt"),
        ("a+b.txt", "a+b.txt"),
    ],
)
def test_the_last_piece_of_the_path_names_it(app, path, name):
    """Decoded once by the server, and not again."""
    answer = put(app, path, b"a")

    assert (answer.status, rows(app)[0]["name"]) == (201, name)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("..%5Ca.txt", 400),
        ("a%00.txt", 400),
        ("x.php.png", 400),
        ("a%0Ab.txt", 400),
        ("-a.txt", 400),
        ("a%2Fb.txt", 404),
        ("..%2Fa.txt", 404),
        ("a.exe", 415),
        ("png", 400),
        ("a" * 252 + ".png", 400),
    ],
)
def test_names_in_paths_are_judged_like_any_other(app, left_behind, path, status):
    """The controls of a name do not care where it stood."""
    assert put(app, path).status == status
    assert left_behind() == NOTHING


def test_the_bytes_of_the_path_are_judged(app, left_behind):
    """Not what is left of them when what is no UTF-8 has been replaced."""
    assert put(app, PATH_INFO="/api/files/\xff.txt").status == 400
    assert left_behind() == NOTHING


@pytest.mark.parametrize(
    "disposition",
    [
        "",
        "attachment",
        "attachment;",
        'inline; filename="a.png"',
        'form-data; name="file"; filename="a.png"',
        "attachment; filename=a.png",
        "attachment; filename*=UTF-8''a.png",
        "attachment; filename=\"a.png\"; filename*=UTF-8''b.png",
        'attachment; filename="a.png"; filename="b.png"',
        'attachment; filename="a.png"; size=3',
        'attachment; filename="a.png',
        'attachment; filename="a\u6587.png"',
        'attachment; filename=""',
    ],
)
def test_one_plain_name_in_the_header(app, left_behind, disposition):
    """``filename-param``: a header that can be read in two ways is refused."""
    assert create(app, disposition).status == 400
    assert left_behind() == NOTHING


def test_a_name_that_the_path_has_told_stays():
    """The header is not looked at then."""
    known = Candidate(raw_name=b"a.png", disposition='attachment; filename="b.png"')

    assert filename_header(known, Policy()) is known


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ({"content_type": "multipart/form-data; boundary=x"}, 415, "request-media-type"),
        ({"content_type": "Multipart/Mixed"}, 415, "request-media-type"),
        ({"content_type": "application/x-www-form-urlencoded"}, 415, "request-media-type"),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, 415, "request-media-type"),
        ({"length": 10**9}, 413, "request-body-limit"),
        ({"length": 400_001, "body": b"x" * 400_001}, 413, "file-size-limit"),
        ({"length": 1000}, 400, "malformed-multipart"),
        ({"length": None}, 411, "length-missing"),
        ({"body": b""}, 400, "empty-upload"),
        ({"HTTP_REPR_DIGEST": field(b"other")}, 400, "integrity-digest"),
        ({"HTTP_REPR_DIGEST": "md5=:AAAA:"}, 400, "integrity-digest"),
        ({"HTTP_REPR_DIGEST": "junk"}, 400, "integrity-digest"),
    ],
)
def test_a_raw_body_meets_the_same_limits(app, left_behind, how, status, code):
    """Type, length, truncation and digest; nothing is left of what is refused."""
    assert refused_as(put(app, **how)) == (status, code)
    assert left_behind() == NOTHING


def test_content_is_judged_as_well(make_app, left_behind):
    """The bytes must be what the name says."""
    app = make_app(controls=CONTROLS)

    assert refused_as(put(app, "a.png", b"GIF89a" + bytes(600))) == (
        422,
        "signature-matches-extension",
    )
    assert left_behind(of=app) == NOTHING


def test_content_is_judged_to_its_end(make_app, left_behind):
    """Also what has arrived whole is dropped."""
    app = make_app(controls=CONTROLS)

    assert refused_as(put(app, "a.png", PNG)) == (422, "full-decode")
    assert left_behind(of=app) == NOTHING


def test_a_large_body_is_refused_before_it_is_read(app):
    """Its length is enough to know."""
    stream = ShortReads(PNG)
    how = {"REQUEST_METHOD": "PUT", "length": 10**9}

    assert send(app, path="/api/files/a.png", stream=stream, **how).status == 413
    assert stream.taken == 0


@pytest.mark.parametrize("given", ["{}", "sha-512=:AA==:, {}", "{}, sha-512=:AA==:", " {} "])
def test_integrity_digest_is_verified_and_told(app, given):
    """A client may say which bytes it means, and is always told which were kept."""
    answer = put(app, HTTP_REPR_DIGEST=given.format(field(PNG)))
    described = json.loads(answer.body)

    assert answer.status == 201
    assert fetch(app, answer)["Repr-Digest"] == field(PNG)
    assert described["sha256"] == sha256(PNG).hexdigest()


def test_the_policy_is_public(app, policy):
    """``policy-as-data``: a program can know what it may send before it does, without a token."""
    told = json.loads(send(app, path="/api/policy", token=None).body)

    assert told["accepted"] == dict(policy.accepted)
    assert told["max_file_bytes"] == 400_000
    assert not {"upload_folder", "ledger_url", "scanner", "trusted_hosts"} & set(told)


def test_health_asks_the_ledger(app, monkeypatch):
    """A ledger that is down is not well."""
    assert json.loads(send(app, path="/healthz", token=None).body) == {"status": "ok"}
    monkeypatch.setattr(services(app).ledger, "find", None)

    assert send(app, path="/healthz", token=None).status == 500


def test_features_have_their_own_types_and_sizes(make_app, policy, tmp_path):
    """Several uploads in one app, under one account and one store."""
    small = {"accepted": {"txt": "text/plain"}, "max_file_bytes": 3}
    app = make_app({"features": {"notes": replace(policy, **small)}})
    body = form(file_part(b"a.txt", b"abc"))
    kept = post(app, body, path="/to/notes")

    assert kept.status == 201
    assert put(app, "../to/notes/files/a.txt", b"abc").status == 404
    assert post(app, form(file_part(b"a.png")), path="/to/notes").status == 415
    assert post(app, form(file_part(b"a.txt", b"abcd")), path="/to/notes").status == 413
    assert post(app, form(file_part(b"a.png"))).status == 201
    assert [row["feature"] for row in rows(app)] == ["notes", ""]
    assert (
        json.loads(send(app, path="/api/policy").body)["features"]["notes"]["max_file_bytes"] == 3
    )
    assert len(tree(tmp_path)) == 2
