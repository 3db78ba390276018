"""The client's name is not in the path."""

from __future__ import annotations

import pytest

from attacks.oracles.server_chosen_path import server_chosen_path
from tests.attacks.oracles.builders import (
    change,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
)

SIGNATURE = {"the client's name is in the path on disk": "generated-storage-name"}


@pytest.mark.parametrize("name", [b"abc.txt", b"12345678.txt", b"a-b-c-d-e-f.txt", b".", b""])
def test_short_and_digit_names_tell_nothing(name):
    """They meet a random key by chance."""
    assert holds(server_chosen_path, (exchange(name), stored(change("abc-12345678"))))


def test_a_server_made_key_holds():
    """So does a root that happens to be called like the file."""
    assert holds(server_chosen_path, (exchange(b"uploads.txt"), stored(change("4f/9c2e"))))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (b"report.txt", "report.txt"),
        (b"../Quarterly figures.txt", "x/quarterly_f.txt"),
        (b"a" * 200 + b".txt", "a" * 100),
        ("ｒｅｐｏｒｔ.txt".encode(), "report-1.txt"),
    ],
)
def test_the_stem_in_the_path_breaks(name, path):
    """Cut, folded or numbered, it is still the client's."""
    assert effects(server_chosen_path, (exchange(name), stored(change(path)))) == SIGNATURE


def test_no_view_is_unclear_only_if_something_was_stored():
    """A refusal has no path, a request without a file no name."""
    assert unclear(server_chosen_path, (exchange(), stored()))
    assert holds(server_chosen_path, (exchange(), refused(disk=None)))
    assert holds(server_chosen_path, (exchange(None), stored()))
