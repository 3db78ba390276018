"""Cookie attributes: each one that is missing is told."""

from __future__ import annotations

import pytest

from attacks.oracles.cookie_attributes import cookie_attributes
from tests.attacks.oracles.builders import effects, holds, unclear
from tests.attacks.oracles.people import KNOWING, answered, entering, setting, visit

GOOD = b"__Host-sid=7; Path=/; Secure; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize(
    ("cookie", "what"),
    [
        (GOOD.replace(b"; Secure", b""), "is sent over plain HTTP"),
        (GOOD.replace(b"; HttpOnly", b""), "can be read by script"),
        (GOOD.replace(b"; SameSite=Strict", b""), "is sent along by other sites"),
        (GOOD.replace(b"Strict", b"None"), "is sent along by other sites"),
        (GOOD + b"; Domain=example", "is shared with other hosts"),
        (GOOD.replace(b"__Host-", b""), "has no __Host- prefix"),
    ],
)
def test_what_is_missing_breaks(cookie, what):
    """One thing at a time."""
    found = effects(cookie_attributes, (entering(), setting(cookie)), profile=KNOWING)

    assert found == {f"a session cookie {what}": ""}


def test_a_whole_cookie_holds_and_one_that_is_removed_is_none():
    """Names of attributes ignore case."""
    lower = GOOD.lower().replace(b"__host", b"__Host")
    gone = b"old=; Max-Age=0"

    assert holds(cookie_attributes, (entering(), setting(lower, gone)), profile=KNOWING)
    assert holds(cookie_attributes, (visit(), setting(b"seen=1")), profile=KNOWING)


def test_a_login_without_a_cookie_is_unclear():
    """It was refused."""
    assert unclear(cookie_attributes, (entering(), answered(401)), profile=KNOWING)
    late = setting(b"sid=7; Max-Age=0")
    assert unclear(cookie_attributes, (entering(), late), profile=KNOWING)
