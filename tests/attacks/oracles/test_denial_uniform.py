"""Denial uniform: two refusals are told apart by nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Demand
from attacks.oracles.denial_uniform import denial_uniform
from tests.attacks.oracles.builders import PROFILE, effects, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, entering, owned

REAL, NONE = asked(path=b"/files/0123456789abcdef"), asked(path=b"/files/1234567890bcdefa")


def told(one, other):
    """Return what tells *one* refusal from *other*."""
    return set(effects(denial_uniform, owned(), (REAL, one), (NONE, other)))


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (answered(403), "status"),
        (answered(headers=((b"X-Reason", b"owner"),)), "headers"),
        (answered(body=b"not yours"), "text"),
    ],
)
def test_any_difference_breaks(other, what):
    """One is enough for a stranger."""
    assert told(answered(), other) == {f"the {what} of a refusal tells what exists"}


def test_what_differs_between_any_two_answers_holds():
    """What was asked for, dates, ids and tokens are blotted out."""
    one = answered(body=b"no /files/0123456789abcdef, see log 7f3a9c11", headers=((b"Date", b"1"),))
    two = answered(body=b"no /files/1234567890bcdefa, see log 0b12ff39", headers=((b"date", b"2"),))
    known = replace(PROFILE, secrets={"mark": "somebody"})
    words = (entering(body=b"name=gauntlet-nobody"), answered(401, b"gauntlet-nobody?"))
    other = (entering(body=b"name=mark"), answered(401, b"somebody?"))
    logins = [(replace(e, demand=Demand.REFUSE), s) for e, s in (words, other)]

    assert holds(denial_uniform, owned(), (REAL, one), (NONE, two))
    assert holds(denial_uniform, *logins, profile=known)


def test_one_refusal_has_nothing_to_be_compared_with():
    """Nothing is said of honest requests either."""
    assert holds(denial_uniform, owned(), (REAL, answered()))
    assert holds(denial_uniform, owned())


@pytest.mark.parametrize("step", [answered(200), answered(303), answered(429), SILENT])
def test_what_was_not_refused_is_unclear(step):
    """Given, sent elsewhere, told to wait, or not answered."""
    assert unclear(denial_uniform, owned(), (REAL, step), (NONE, answered()))
