"""A file name adds nothing to the structure of a page."""

from __future__ import annotations

import pytest

from attacks.oracles.inert_names import inert_names
from tests.attacks.oracles.builders import effects, exchange, holds, stored, unclear
from tests.attacks.oracles.people import answered, visit

HTML = ((b"Content-Type", b"text/html"),)
TAG = b"a<gauntlet-tag>.txt"
MARKUP = {"a file name became markup": ""}


def listed(page, name=TAG, headers=HTML):
    """Return an upload under *name*, and the page that shows it."""
    return (exchange(name), stored()), (visit(), answered(200, page, headers))


@pytest.mark.parametrize("page", [TAG, b'<a title="a" gauntlet-attr=1 x="">' + TAG])
def test_an_element_or_an_attribute_breaks(page):
    """Also where no type says what the page is."""
    assert effects(inert_names, *listed(page)) == MARKUP
    assert effects(inert_names, *listed(page, headers=())) == MARKUP


@pytest.mark.parametrize("attribute", [b"href", b"src", b"ACTION"])
def test_an_address_that_runs_script_breaks(attribute):
    """A name that is pasted where an address stands needs no bracket and no quote."""
    name = b"javascript:gauntlet-tag"
    page = b"<x %s=' %s.txt'>" % (attribute, name)
    assert effects(inert_names, *listed(page, name)) == MARKUP


def test_an_address_of_a_file_holds():
    """The scheme is no scheme behind a path, and other attributes are no address."""
    name = b"javascript:gauntlet-tag"
    page = b"<a href='/files/%s' title='%s' src>%s</a>" % (name, name, name)
    assert holds(inert_names, *listed(page, name))


@pytest.mark.parametrize(
    ("name", "page"),
    [
        (TAG, b"<li>a&lt;gauntlet-tag&gt;.txt"),
        (b"a%22 gauntlet-attr=1", b'<a title="a&quot; gauntlet-attr=1">'),
        (b"a%22%3Cgauntlet-tag", b"<li>a&quot;%3Cgauntlet-tag"),
    ],
)
def test_text_holds(name, page):
    """It is shown as it was sent."""
    assert holds(inert_names, *listed(page, name))


def test_markup_in_what_is_no_page_holds():
    """JSON is not parsed as HTML."""
    json = ((b"Content-Type", b"application/json"),)

    assert holds(inert_names, *listed(b'["' + TAG + b'"]', headers=json))


def test_a_page_that_cannot_be_read_is_unclear():
    """And so is one that does not show the name."""
    assert unclear(inert_names, *listed(b"<![if gauntlet"))
