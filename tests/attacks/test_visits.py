"""Requests that are no uploads, as a browser or a program sends them."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import NOBODY, OTHER, OWNER, Body, Demand, Routes
from attacks.visits import (
    any_of,
    cookie_names,
    deleting,
    flood,
    form_post,
    is_known,
    logging_in,
    login_request,
    owners_way,
    put,
    told_by_cookie,
)
from tests.attacks.seeking import TXT, with_people

PEOPLE = with_people(TXT)


def test_an_ordinary_form_is_posted_as_a_browser_does():
    """The fields are encoded, and the given headers follow."""
    request = form_post(
        "/login", [("user", "a b"), ("pass", "é&")], multipart=False, headers=((b"X", b"1"),)
    )

    assert (request.path, request.body) == (b"/login", Body((b"user=a+b&pass=%C3%A9%26",)))
    assert request.headers == (
        (b"Content-Type", b"application/x-www-form-urlencoded"),
        (b"X", b"1"),
    )


def test_a_deletion_has_the_route_the_method_and_the_token():
    """Of whoever deletes."""
    routed = replace(PEOPLE, routes=replace(PEOPLE.routes, delete_method="DELETE"))
    step = deleting(routed, 0, actor=OTHER)

    assert (step.request.method, step.request.path) == (b"DELETE", b"/files/{id}/delete")
    assert dict(PEOPLE.forms[OTHER])["csrf_token"].encode() in step.request.body.to_bytes()


def test_a_login_may_have_other_fields_and_another_path():
    """They beat those of the form."""
    login = PEOPLE.logins[OWNER]
    body = login_request(login, [("password", "wrong"), ("next", "/x")]).body.to_bytes()
    step = logging_in(login, path="/login?next=x", headers=((b"X", b"1"),))

    assert body.endswith(b"&password=wrong&next=%2Fx")
    assert (step.request.path, step.actor) == (b"/login?next=x", NOBODY)
    assert (b"X", b"1") in step.request.headers


def test_a_raw_body_is_put_under_its_name():
    """With its type, and without a form."""
    step = put(PEOPLE, NOBODY)

    assert step.request.path == b"/api/files/gauntlet-owned.txt"
    assert (step.request.method, step.request.body) == (b"PUT", step.file.content)


def test_a_flood_is_numbered_and_its_last_must_be_refused():
    """Each request may name an address of its own."""
    steps = flood(PEOPLE, 3, OTHER, (b"X-Forwarded-For", b"::%d"))

    assert [step.request.headers[-1][1] for step in steps] == [b"::0", b"::1", b"::2"]
    assert [step.demand for step in steps] == [Demand.EITHER] * 2 + [Demand.REFUSE]
    assert all(step.file is None and step.actor == OTHER for step in steps)


def test_who_is_known_and_by_what():
    """A token in a header is no cookie."""
    by_token = replace(PEOPLE, headers={OWNER: ((b"Authorization", b"Bearer 1"),)})
    by_cookies = replace(PEOPLE, headers={OWNER: ((b"cookie", b"a=1; b=2"),)})

    assert (is_known(by_token), told_by_cookie(by_token)) == (True, False)
    assert (is_known(TXT), told_by_cookie(TXT)) == (False, False)
    assert cookie_names(by_cookies) == ("a", "b")


def test_the_owners_way_goes_as_far_as_the_routes_are_known():
    """Fetch, ask and delete; all of it must go well."""
    (whole,) = owners_way(PEOPLE)
    (short,) = owners_way(replace(PEOPLE, routes=Routes()))

    assert [step.request.path for step in whole.steps[1:]] == [
        b"{url}",
        b"/api/files/{id}",
        b"/files/{id}/delete",
    ]
    assert [step.request.path for step in short.steps[1:]] == [b"{url}"]


def test_nothing_is_drawn_from_nothing():
    """Where there are no seeds there are no cases."""
    assert any_of(()).is_empty
