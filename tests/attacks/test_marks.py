"""Marks stand for secrets until a request is sent."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attacks.marks import filled, mark, marked, prepared
from attacks.model import OTHER, OWNER, Body, Fill, Request
from tests.attacks.seeking import QUIET, TXT, with_people

TOKEN = mark(OWNER, "csrf_token", 20)
SECRETS = {TOKEN: "secret/of+20 letters"}
FORM = (b"Content-Type", b"application/x-www-form-urlencoded")


def sent(body: Body = Body(), path=b"/", headers=()):
    """Return a request as it is sent."""
    return filled(Request(path=path, headers=headers, body=body), SECRETS)


@pytest.mark.parametrize("size", [8, 12, 20, 21, 43, 200])
def test_a_mark_is_as_long_as_its_value(size):
    """So that a body has the length that an attack counted."""
    assert len(mark(OWNER, "csrf_token", size)) == size
    assert len({mark(who, name, size) for who in (OWNER, OTHER) for name in "xy"}) == 4


def test_a_mark_says_what_it_stands_for_where_there_is_room():
    """A reader of a record knows what was there."""
    assert mark(OWNER, "login.pass word").startswith("a.login_pass_word.")


def test_only_what_may_be_a_secret_is_marked():
    """A short value is shown: it tells more than it gives away."""
    fields, secrets = marked(OWNER, [("album", "spring"), ("t", "0123456789")])

    assert fields == (("album", "spring"), ("t", mark(OWNER, "t", 10)))
    assert secrets == {mark(OWNER, "t", 10): "0123456789"}


def test_a_mark_is_replaced_wherever_it_stands():
    """In the path, in a header's value, in the body."""
    named = TOKEN.encode()
    request = sent(
        Body((b"a" + named, Fill(pattern=b"x", size=3), named)), b"/" + named, ((b"X", named),)
    )
    value = SECRETS[TOKEN].encode()

    assert (request.path, request.headers) == (b"/" + value, ((b"X", value),))
    assert request.body.pieces == (b"a" + value, Fill(pattern=b"x", size=3), value)


def test_a_form_gets_it_percent_coded():
    """As a browser writes it."""
    request = sent(Body((b"t=" + TOKEN.encode(),)), headers=(FORM,))

    assert request.body == Body((b"t=secret%2Fof%2B20+letters",))


@given(cuts=st.sets(st.integers(1, 39), max_size=4).map(sorted))
@QUIET
def test_a_mark_that_is_cut_is_replaced_and_the_cuts_stay(cuts):
    """An attack may send a body in any pieces."""
    whole = b"x" * 10 + TOKEN.encode() + b"y" * 10
    edges = [0, *cuts, len(whole)]
    request = sent(Body(tuple(whole[a:b] for a, b in pairwise(edges))))

    assert request.body.to_bytes() == b"x" * 10 + SECRETS[TOKEN].encode() + b"y" * 10
    assert len(request.body.pieces) == len(edges) - 1


def test_an_actors_headers_come_last_and_as_they_are():
    """They are given, not marked."""
    profile = replace(with_people(TXT), secrets=SECRETS)
    own = profile.headers[OWNER]
    request = Request(path=b"/", headers=((b"X", b"1"),))

    assert prepared(profile, request, OWNER).headers == ((b"X", b"1"), *own)
    assert prepared(profile, request, "nobody").headers == ((b"X", b"1"),)
    assert filled(request, {}) is request
