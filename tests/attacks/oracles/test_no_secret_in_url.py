"""No secret in a URL: not in a redirect, a link or the address of a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.oracles.no_secret_in_url import no_secret_in_url
from tests.attacks.oracles.builders import effects, holds, stored, unclear
from tests.attacks.oracles.people import KNOWING, OWNED, SILENT, answered, visit

COOKIE, TOKEN = "0123456789abcdef01", "token/token/token"
PROFILE = replace(
    KNOWING,
    fields=(("csrf_token", "mark"), ("album", "a long and harmless name")),
    forms={"b": (("csrf_token", "another token of b"),)},
    tokens=("csrf_token",),
    secrets={"mark": TOKEN},
)


@pytest.mark.parametrize(
    ("step", "where"),
    [
        (answered(303, b"", ((b"Location", f"/?s={COOKIE}".encode()),)), "a redirect"),
        (answered(200, f"<a href='/?s={COOKIE}'>".encode()), "a link of a page"),
        (answered(200, b'<form action="/?t=token%2Ftoken%2Ftoken">'), "a link of a page"),
        (answered(200, b"<img src=/i?t=another&#32;token+of+b>another token of b"), ""),
        (answered(200, b'<img src="/i?t=another&#32;token of b">'), "a link of a page"),
    ],
)
def test_a_secret_in_an_address_breaks(step, where):
    """Percent coding and entities are read as a browser does; text is no address."""
    found = effects(no_secret_in_url, (visit(), step), profile=PROFILE)

    assert found == ({f"a secret stands in {where}": ""} if where else {})


def test_the_address_of_a_file_counts():
    """A link that is all one needs must not be the session's."""
    step = stored(address=f"/f/{COOKIE}", retrieved=answered(200).response)

    assert effects(no_secret_in_url, (OWNED, step), profile=PROFILE) == {
        "a secret stands in the address of a file": ""
    }


def test_what_is_no_secret_holds_and_knowing_none_is_unclear():
    """Fields that are no tokens may stand anywhere; a form's body is the place for one."""
    page = b'<a href="/a long and harmless name"></a><input value="token/token/token">'
    steps = (visit(), answered(200, page)), (visit(), SILENT)

    assert holds(no_secret_in_url, *steps, profile=PROFILE)
    bare = replace(PROFILE, headers={}, tokens=())
    assert unclear(no_secret_in_url, (visit(), answered(200)), profile=bare)
