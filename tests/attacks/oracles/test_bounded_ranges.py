"""An answer in parts is no larger than the file."""

from __future__ import annotations

from attacks.oracles.bounded_ranges import bounded_ranges
from tests.attacks.oracles.builders import effects, exchange, holds, unclear
from tests.attacks.oracles.people import SILENT, answered, asked, owned

RANGED = asked(headers=((b"Range", b"bytes=0-,0-"),))


def test_a_file_many_times_over_breaks():
    """More came back than the file and a few headers."""
    large = answered(206, b"x" * 5000)

    assert effects(bounded_ranges, owned(), (RANGED, large)) == {
        "a request for ranges multiplies the file": ""
    }
    assert effects(bounded_ranges, owned(retrieved=None), (RANGED, large))


def test_what_is_bounded_holds():
    """One part, a refusal, and a large answer to a request for no range."""
    assert holds(bounded_ranges, owned(), (RANGED, answered(206, b"hello\n" * 2)))
    assert holds(bounded_ranges, owned(), (RANGED, answered(416, b"")))
    assert holds(bounded_ranges, (exchange(), answered(200, b"x" * 5000)))


def test_no_answer_is_unclear():
    """Nobody said anything."""
    assert unclear(bounded_ranges, owned(), (RANGED, SILENT))
