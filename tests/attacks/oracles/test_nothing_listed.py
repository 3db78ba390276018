"""A path beside a file shows neither a folder nor the file once more."""

from __future__ import annotations

import pytest

from attacks.model import Severity
from attacks.oracles.nothing_listed import nothing_listed
from tests.attacks.oracles.builders import (
    change,
    download,
    effects,
    exchange,
    holds,
    observe,
    stored,
    unclear,
)
from tests.attacks.oracles.people import ADDRESS, SILENT, answered, asked, owned

KEY = "0f0f0f0f"
FILE = exchange(), stored(change(KEY), retrieved=download(), address=ADDRESS)


def test_the_file_under_another_path_breaks():
    """A cache keeps it there for everybody."""
    seen = FILE, (asked(path=b"{url}/x.css"), answered(200, b"hello\n"))

    assert effects(nothing_listed, *seen) == {
        "a file is served under a path that is not its own": "no-store"
    }


@pytest.mark.parametrize(("tail", "severity"), [("/", Severity.LOW), ("/x.css", None)])
def test_a_slash_more_is_less_bad(tail, severity):
    """A cache takes it for no other kind of file."""
    step = asked(path=b"{url}"), answered(200, b"hello\n", address=ADDRESS + tail)
    (effect,) = nothing_listed(observe(FILE, step)).effects

    assert effect.severity is severity


@pytest.mark.parametrize("name", [KEY, ADDRESS.rpartition("/")[2]])
def test_a_list_breaks(name):
    """Of names on disk, or of addresses."""
    seen = FILE, (asked(path=b"/files/"), answered(200, f"<li>{name}".encode()))

    assert effects(nothing_listed, *seen) == {"a folder is listed": "no-listing"}


def test_what_shows_nothing_holds():
    """A refusal, another page, a file that is not there, a path about nothing."""
    empty = exchange(), stored(change("k"), retrieved=download(b""), address="/files/a")

    assert holds(nothing_listed, FILE, (asked(), answered(404, KEY.encode())))
    assert holds(nothing_listed, FILE, (asked(), answered(200, b"<form>")))
    assert holds(nothing_listed, empty, (asked(), answered(200, b"")))
    assert holds(nothing_listed, owned(), (asked(about=None), answered(200, KEY.encode())))


def test_no_answer_is_unclear():
    """Nobody said anything."""
    assert unclear(nothing_listed, FILE, (asked(), SILENT))
