"""Server decides: a field more changes nothing about a file."""

from __future__ import annotations

import pytest

from attacks.oracles.server_decides import server_decides
from tests.attacks.oracles.builders import (
    change,
    download,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

SENT = exchange()
PLAIN = stored(change("a"), retrieved=download())
FIELD = "a field of the client's"


def test_a_field_that_lets_a_file_in_breaks():
    """The same file was refused without it."""
    found = effects(server_decides, (SENT, refused()), (SENT, PLAIN))

    assert found == {f"{FIELD} let a file in": "server-side-only"}


@pytest.mark.parametrize(
    ("claiming", "what"),
    [
        (stored(change("b"), retrieved=None), "answer to the owner"),
        (stored(change("b"), retrieved=download(content_type=b"text/html")), "type"),
        (stored(change("b"), retrieved=download(b"x")), "bytes"),
        (stored(change("b", mode=0o777), retrieved=download()), "mode"),
    ],
)
def test_a_field_that_changes_a_file_breaks(claiming, what):
    """Who may have it, what it is served as, how it lies on the disk."""
    found = effects(server_decides, (SENT, PLAIN), (SENT, claiming))

    assert found == {f"{FIELD} changed the {what} of a file": "field-contract"}


def test_a_refusal_and_no_change_hold():
    """A field that is unknown may be refused or ignored."""
    assert holds(server_decides, (SENT, PLAIN), (SENT, refused()))
    assert holds(server_decides, (SENT, PLAIN), (SENT, PLAIN))
    assert holds(server_decides, (SENT, stored()), (SENT, stored()))
    assert holds(server_decides, (SENT, PLAIN))


def test_what_nobody_saw_is_unclear():
    """One of the two is enough."""
    assert unclear(server_decides, (SENT, PLAIN), (SENT, unseen()))
