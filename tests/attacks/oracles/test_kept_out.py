"""Kept out: what must not be stored is not there."""

from __future__ import annotations

from attacks.model import Demand
from attacks.oracles.kept_out import kept_out
from tests.attacks.oracles.builders import (
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

MUST_NOT = exchange(demand=Demand.REFUSE)


def test_an_upload_that_had_to_be_refused_and_was_stored_breaks():
    """Whatever the answer said."""
    found = effects(kept_out, (MUST_NOT, stored()))

    assert found == {"an upload that had to be refused was stored": ""}


def test_a_refusal_and_a_legal_upload_hold():
    """Only what must be refused is asked about, and only if it is an upload."""
    assert holds(kept_out, (MUST_NOT, refused()))
    assert holds(kept_out, (exchange(), stored()))
    assert holds(kept_out, (exchange(None, demand=Demand.REFUSE), stored()))


def test_what_nobody_saw_is_unclear():
    """Neither the disk nor a fetch told."""
    assert unclear(kept_out, (MUST_NOT, unseen()))
