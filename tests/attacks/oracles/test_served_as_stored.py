"""What was changed behind the target's back is not served."""

from __future__ import annotations

from dataclasses import replace

from attacks.model import OWNER, Meddling
from attacks.oracles.no_server_error import no_server_error
from attacks.oracles.served_as_stored import served_as_stored
from tests.attacks.oracles.builders import effects, exchange, holds, stored, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, owned

FLIPPED = replace(asked(actor=OWNER), meddling=Meddling.FLIP)
LINKED = replace(FLIPPED, meddling=Meddling.LINK)


def test_changed_bytes_break():
    """Of the file, or of another that a link leads to."""
    other = answered(200, b"hellO\n")

    assert effects(served_as_stored, owned(), (FLIPPED, other)) == {
        "a damaged file is served": "integrity-digest"
    }
    assert effects(served_as_stored, owned(), (LINKED, other)) == {
        "a link in the store is followed": "symlink-safe-open"
    }


def test_a_refusal_holds():
    """An error of the server's as well, and the bytes that were stored."""
    assert holds(served_as_stored, owned(), (FLIPPED, answered(500)))
    assert holds(served_as_stored, owned(), (LINKED, answered(404)))
    assert holds(served_as_stored, owned(), (FLIPPED, answered(200, b"hello\n")))
    assert holds(served_as_stored, owned(), (asked(), answered(200, b"hellO\n")))


def test_a_failure_over_a_damaged_file_is_no_error_of_the_server():
    """It is right to fail there, and wrong elsewhere."""
    assert holds(no_server_error, owned(), (FLIPPED, answered(500)))
    assert effects(no_server_error, owned(), (asked(), answered(500)))


def test_a_file_that_was_not_seen_is_unclear():
    """On disk or served; or nobody answered."""
    unseen = exchange(), stored(address="/files/1")

    assert unclear(served_as_stored, unseen, (FLIPPED, answered(200, b"x")))
    assert unclear(served_as_stored, owned(retrieved=None), (FLIPPED, answered(200, b"x")))
    assert unclear(served_as_stored, owned(), (FLIPPED, SILENT))
