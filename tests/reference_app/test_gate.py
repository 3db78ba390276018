"""What is judged before a byte of body is read: host, origin, who asks, and which method.

Long, because it walks every route there is.
"""

from __future__ import annotations

import pytest

from reference_app.controls.upload_authn import PUBLIC
from reference_app.scanning import EICAR
from tests.reference_app.helpers import (
    CONTENT_TYPE,
    ShortReads,
    enrolled,
    file_part,
    form,
    log_in,
    post,
    refused_as,
    rows,
    send,
    text_part,
    tree,
)

VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"]
BODY = form(file_part(b"a.txt", b"a"))
KNOWN = {
    "file_id": "0" * 32,
    "name": "0" * 32,
    "ticket": "x",
    "filename": "style.css",
    "feature": "f",
}
ENDPOINTS = """
    static pages.form pages.upload pages.download pages.content pages.delete pages.export
    pages.login pages.authenticate pages.logout pages.quarantine pages.release
    pages.refuse api.health api.policy api.listing api.create api.put api.describe api.delete
"""


@pytest.fixture
def app(make_app, policy):
    """Build an app that has a feature, so that it has every route."""
    return make_app({"features": {"f": policy}})


def routes(app):
    """Yield every route as endpoint, path, and the methods that it knows."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: KNOWN[name] for name in rule.arguments - set(rule.defaults or ())}
        yield (
            rule.endpoint,
            adapter.build(rule.endpoint, values | (rule.defaults or {})),
            rule.methods,
        )


def test_these_routes_there_are_and_no_others(app):
    """A new one shall be thought about here, too."""
    assert {endpoint for endpoint, _, _ in routes(app)} == set(ENDPOINTS.split())


def test_these_are_public_and_no_others():
    """The login, and what holds nobody's files; a ticket is who may have what it is for."""
    login = {"static", "pages.login", "pages.authenticate"}

    assert login | {"pages.content", "api.policy", "api.health"} == PUBLIC


def test_nobody_gets_anywhere(app, tmp_path):
    """``upload-authn``: every route but the public ones is 401, and nothing changes."""
    post(app, BODY)
    before = tree(tmp_path), rows(app)
    for endpoint, path, methods in routes(app):
        for verb in methods - {"HEAD"} if endpoint not in PUBLIC else ():
            answer = post(app, BODY, path=path, token=None, REQUEST_METHOD=verb)

            assert refused_as(answer) == (401, "upload-authn"), (verb, path)

    assert (tree(tmp_path), rows(app)) == before


def test_nobody_is_not_read(app):
    """Who asks is decided before a byte of body is read."""
    stream = ShortReads(BODY)
    environ = {"CONTENT_TYPE": CONTENT_TYPE, "token": None}

    assert send(app, "POST", stream=stream, length=len(BODY), **environ).status == 401
    assert stream.taken == 0


def test_people_are_sent_to_the_login(app):
    """A page that somebody opens leads there and back; a program, or a form, gets its 401."""
    answer = send(app, path="/files.csv", token=None)

    assert (answer.status, answer["Location"]) == (303, "/login?next=/files.csv")
    assert send(app, path="/files.csv", token=None, HTTP_ACCEPT="application/json").status == 401
    assert send(app, path="/api/files", token=None).status == 401
    assert post(app, BODY, token=None, HTTP_ACCEPT="text/html").status == 401


@pytest.mark.parametrize(
    "given", ["Bearer x", "Bearer ", "Basic {}", "Digest {}", "Bearer  {}", "{}", "Bearer {}x"]
)
def test_only_a_whole_token_counts(app, given):
    """Another scheme, half a token, and a token without its scheme are nobody."""
    given = given.format(app.config["TOKEN"])

    assert send(app, path="/api/files", HTTP_AUTHORIZATION=given).status == 401


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer"])
def test_the_scheme_may_be_spelled_in_any_case(app, scheme):
    """RFC 9110 §11.1."""
    given = f"{scheme} {app.config['TOKEN']}"

    assert send(app, path="/api/files", HTTP_AUTHORIZATION=given).status == 200


@pytest.mark.parametrize("path", ["/?token={}", "/?access_token={}", "/?session={}"])
def test_no_secret_in_url(app, path):
    """A token in the address is none (``no-secret-in-url``)."""
    where = path.format(app.config["TOKEN"])

    assert send(app, path=where, token=None, HTTP_ACCEPT="application/json").status == 401


# {mine}: a file of alice's; {held}: one of hers in quarantine. Columns: nobody, ben, rita, alice.
MATRIX = """
    GET     /                           303 200 200 200
    POST    /                           401 201 201 201
    GET     /to/f                       303 200 200 200
    POST    /to/f                       401 201 201 201
    GET     /files/{mine}               303 404 404 200
    HEAD    /files/{mine}               401 404 404 200
    GET     /files/{held}               303 404 404 404
    GET     /files/{none}               303 404 404 404
    POST    /files/{mine}/delete        401 404 404 303
    POST    /files/{held}/delete        401 404 404 303
    POST    /files/{none}/delete        401 404 404 404
    GET     /content/{mine}             404 404 404 404
    GET     /files.csv                  303 200 200 200
    GET     /login                      200 200 200 200
    POST    /login                      401 401 401 401
    POST    /logout                     401 303 303 303
    GET     /quarantine                 303 403 200 403
    POST    /quarantine/{held}/release  401 403 303 403
    POST    /quarantine/{mine}/release  401 403 409 403
    POST    /quarantine/{held}/discard  401 403 303 403
    POST    /quarantine/{mine}/discard  401 403 303 403
    GET     /healthz                    200 200 200 200
    GET     /api/policy                 200 200 200 200
    GET     /api/to/f/policy            200 200 200 200
    GET     /api/to/g/policy            404 404 404 404
    GET     /api/files                  401 200 200 200
    POST    /api/files                  401 201 201 201
    PUT     /api/files/a.txt            401 201 201 201
    PUT     /api/to/f/files/a.txt       401 201 201 201
    GET     /api/files/{mine}           401 404 404 200
    GET     /api/files/{held}           401 404 404 404
    DELETE  /api/files/{mine}           401 404 404 204
    DELETE  /api/files/{held}           401 404 404 204
    GET     /static/style.css           200 200 200 200
    GET     /nowhere                    404 404 404 404
"""


@pytest.mark.parametrize("row", MATRIX.strip().splitlines())
def test_who_may_do_what(app, row):
    """``function-authz`` and ``object-authz``, by one table: actor, route and method."""
    verb, path, *expected = row.split()
    mine, held = (
        post(app, form(file_part(b"a.txt", data)))["Location"].rpartition("/")[2]
        for data in (b"a", EICAR)
    )
    path = path.format(mine=mine, held=held, none="0" * 32)
    actors = [None, enrolled(app, "ben"), enrolled(app, "rita", "reviewer"), app.config["TOKEN"]]

    assert [told(app, verb, path, token) for token in actors] == [*map(int, expected)]


def told(app, verb, path, token):
    """Send what is legal for the route, and return the status."""
    raw = {"content_type": "text/plain", "HTTP_CONTENT_DISPOSITION": 'attachment; filename="a.txt"'}
    upload = {"/": BODY, "/to/f": BODY}.get(path, form())
    how = raw if path.startswith("/api/") else {}
    accept = "text/html" if verb == "GET" else "application/json"
    body = b"a" if how else upload
    return post(
        app, body, path=path, token=token, REQUEST_METHOD=verb, HTTP_ACCEPT=accept, **how
    ).status


def test_method_allowlist(app):
    """Every route × verb: what a route does not name is 405, and the answer names what it does."""
    for _, path, _ in routes(app):
        known = set().union(*(m for _, other, m in routes(app) if other == path))
        for verb in [*VERBS, "POSTX", "\u00e9"]:
            if verb in known:
                continue
            answer = post(app, BODY, path=path, REQUEST_METHOD=verb)

            assert answer.status == 405, (verb, path)
            assert set(answer["Allow"].split(", ")) == known


@pytest.mark.parametrize("name", ["X-HTTP-METHOD-OVERRIDE", "X-HTTP-METHOD", "X-METHOD-OVERRIDE"])
def test_a_header_does_not_change_the_method(app, name):
    """``method-allowlist`` is about the method that was sent."""
    where = post(app, BODY)["Location"]
    override = {f"HTTP_{name.replace('-', '_')}": "DELETE"}

    assert send(app, "GET", f"/api{where}", **override).status == 200
    assert post(app, form(), path=f"/api{where}", **override).status == 405
    assert send(app, path=where).status == 200


SITES = [
    ({"HTTP_SEC_FETCH_SITE": "same-origin"}, 200, 201),
    ({"HTTP_SEC_FETCH_SITE": "none"}, 200, 201),
    ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 200, 403),
    ({"HTTP_SEC_FETCH_SITE": "same-site"}, 200, 403),
    ({"HTTP_SEC_FETCH_SITE": "junk"}, 200, 403),
    ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_SEC_FETCH_MODE": "navigate"}, 200, 403),
    ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_SEC_FETCH_MODE": "no-cors"}, 403, 403),
    ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_SEC_FETCH_DEST": "object"}, 403, 403),
    ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_SEC_FETCH_DEST": "embed"}, 403, 403),
    ({"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_SEC_FETCH_MODE": "cors"}, 403, 403),
    ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://evil.test"}, 200, 201),
    ({"HTTP_ORIGIN": "http://localhost"}, 200, 201),
    ({"HTTP_ORIGIN": "https://localhost"}, 200, 403),
    ({"HTTP_ORIGIN": "http://localhost:81"}, 200, 403),
    ({"HTTP_ORIGIN": "http://localhost.evil.test"}, 200, 403),
    ({"HTTP_ORIGIN": "null"}, 200, 403),
    ({}, 200, 201),
]


@pytest.mark.parametrize(("environ", "read", "changed"), SITES)
def test_fetch_metadata(app, environ, read, changed):
    """Another site changes nothing and embeds nothing; a link that is followed is no harm."""
    assert send(app, **environ).status == read
    answer = post(app, BODY, **environ)

    assert answer.status == changed
    assert changed == 201 or refused_as(answer) == (403, "fetch-metadata")


HOSTS = [
    ("localhost", (), 200),
    ("LOCALHOST:8000", (), 200),
    ("127.0.0.1:5000", (), 200),
    ("[::1]", (), 200),
    ("[::1]:80", (), 200),
    ("evil.test", (), 400),
    ("localhost.evil.test", (), 400),
    ("evil.test@localhost", (), 400),
    ("localhost:80@evil.test", (), 400),
    ("localhost, evil.test", (), 400),
    ("", (), 400),
    ("localhost/evil", (), 400),
    ("files.test", ("files.test",), 200),
    ("files.test:8443", ("files.test",), 200),
    ("www.files.test", ("files.test",), 400),
    ("localhost", ("files.test",), 400),
]


@pytest.mark.parametrize(("host", "trusted", "status"), HOSTS)
def test_host_and_proxy(make_app, host, trusted, status):
    """The app answers to its own names, and without a list to loopback alone."""
    app = make_app({"trusted_hosts": trusted})

    assert send(app, HTTP_HOST=host).status == status


def test_without_a_host_nothing_is_served(app):
    """HTTP/1.0 may leave it out."""
    assert send(app, HTTP_HOST="", SERVER_NAME="evil.test").status == 400


FORWARDED = {
    "REMOTE_ADDR": "10.0.0.9",
    "HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.1",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.test, localhost",
    "HTTP_X_FORWARDED_PREFIX": "/evil",
    "HTTP_FORWARDED": "for=6.6.6.6;host=evil.test",
}


@pytest.mark.parametrize(
    ("hops", "source", "secure"), [(0, "10.0.0.9", False), (1, "192.0.2.1", True)]
)
def test_forwarded_headers_count_as_far_as_proxies_are_ours(make_app, caplog, hops, source, secure):
    """``host-and-proxy``: none of them by default, the last entry behind one proxy."""
    app = make_app({"proxy_hops": hops})
    answer = post(app, b"", **FORWARDED)

    assert f'"source_ip": "{source}"' in caplog.text
    assert ("Strict-Transport-Security" in answer) == secure
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ("/files.csv", "/files.csv"),
        ("/", "/"),
        ("/to/f", "/to/f"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("https://evil.test", "/"),
        ("/files\r\nX: y", "/"),
        ("/\t/evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.test", "/"),
        ("/%2f/evil.test", "/"),
        ("/a?next=//evil.test", "/"),
        ("", "/"),
    ],
)
def test_redirect_allowlist(app, given, target):
    """After the login the way leads to a page of ours."""
    answer = log_in(app, more=[text_part(b"next", given.encode())])

    assert (answer.status, answer["Location"]) == (303, target)
