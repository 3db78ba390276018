"""What becomes of a body does not depend on its cuts."""

from __future__ import annotations

from attacks.model import Response
from attacks.oracles.cut_independent import cut_independent
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

KEPT = (exchange(), stored(change("1")))
SERVED = (exchange(), stored(retrieved=download()))
LONGER = (exchange(), stored(change("2", b"hello\n\r")))
LOST = (exchange(), refused(refused=False, response=Response(status=302)))
NO = (exchange(), refused())


def test_the_same_outcome_holds():
    """Kept, on disk or as it is served; changed; refused; lost."""
    for pair in (KEPT, LONGER, NO, LOST):
        assert holds(cut_independent, pair, pair)
    assert holds(cut_independent, KEPT, SERVED)


def test_other_bytes_in_one_cutting_break():
    """Whichever of the two it is, and however the other one ended."""
    changed = {"a form was stored with other bytes in one cutting only": ""}
    served = (exchange(), stored(retrieved=download(b"hello\r\n")))

    assert effects(cut_independent, KEPT, LONGER) == changed
    assert effects(cut_independent, LONGER, KEPT) == changed
    assert effects(cut_independent, KEPT, served) == changed
    assert effects(cut_independent, NO, LONGER) == changed


def test_a_form_that_is_taken_in_one_cutting_only_breaks():
    """Refused, lost without a word, or without an answer."""
    silent = (exchange(), refused(response=None, refused=False))
    for other in (NO, LOST, silent):
        assert effects(cut_independent, KEPT, other) == {"a form was taken in one cutting only": ""}
    assert holds(cut_independent, NO, silent)


def test_what_nobody_saw_is_unclear():
    """Whether it was stored, or what was."""
    assert unclear(cut_independent, KEPT, (exchange(), unseen()))
    assert unclear(cut_independent, (exchange(), stored()), KEPT)
    assert unclear(cut_independent, (exchange(None), stored()), KEPT)
    assert effects(cut_independent, KEPT, (exchange(), unseen()), LONGER)
