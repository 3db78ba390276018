"""Nothing comes back of what was put beside the picture."""

from __future__ import annotations

import zlib

import pytest

from attacks.oracles.canaries import HIDDEN, PLACE
from attacks.oracles.hidden_is_gone import hidden_is_gone
from tests.attacks.oracles.builders import (
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
)


def served(body):
    """Return a step whose file came back as *body*."""
    return exchange(b"a.png"), stored(retrieved=download(body))


@pytest.mark.parametrize("mark", [HIDDEN, zlib.compress(b"before " + HIDDEN, 1)])
def test_a_mark_that_came_back_breaks(mark):
    """In the clear, or as formats compress it."""
    signature = "what was hidden in a file came back"
    assert effects(hidden_is_gone, served(b"x" + mark + b"y")) == {
        signature: "polyglot-neutralised"
    }


def test_a_place_that_came_back_breaks():
    """It is another control's."""
    signature = "personal metadata came back"
    assert effects(hidden_is_gone, served(PLACE)) == {signature: "metadata-stripped"}


def test_what_is_gone_holds():
    """Served without it, or refused."""
    assert holds(hidden_is_gone, served(b"a picture"), (exchange(), refused()))


def test_a_file_that_was_not_fetched_is_unclear():
    """The mark may be in it."""
    assert unclear(hidden_is_gone, (exchange(), stored()))
