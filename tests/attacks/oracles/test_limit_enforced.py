"""What is over a limit is refused early."""

from __future__ import annotations

import dataclasses

from attacks.model import Body, Demand, Fill, Limits, Stored
from attacks.oracles.limit_enforced import GRACE, limit_enforced
from tests.attacks.oracles.builders import (
    PROFILE,
    effects,
    exchange,
    holds,
    refused,
    stored,
    unclear,
    unseen,
)

BIG = exchange(body=Body((Fill(pattern=b"x", size=4 * GRACE),)), demand=Demand.REFUSE)
READ_ON = {"a body was read on past the limit": ""}


def with_limits(**limits):
    """Return the profile with other limits."""
    return dataclasses.replace(PROFILE, limits=Limits(**limits))


def test_a_legal_request_is_not_judged():
    """Only a step that must be refused is over a limit."""
    assert holds(limit_enforced, (exchange(), stored(bytes_read=10 * GRACE)))


def test_an_early_refusal_holds():
    """One mebibyte of grace is left for buffers."""
    assert holds(limit_enforced, (BIG, refused(status=413, bytes_read=GRACE + 1000)))
    assert holds(limit_enforced, (BIG, refused(status=413)))


def test_storing_breaks():
    """The file is there although it is too large."""
    assert effects(limit_enforced, (BIG, stored())) == {"an upload over the limit was stored": ""}


def test_reading_on_breaks():
    """Beyond the grace, for the body's limit and, where that is unknown, the file's."""
    step = refused(bytes_read=GRACE + 1001)
    assert effects(limit_enforced, (BIG, step)) == READ_ON
    assert effects(limit_enforced, (BIG, step), profile=with_limits(file=1000)) == READ_ON
    assert holds(limit_enforced, (BIG, step), profile=with_limits())


def test_a_declared_length_counts_as_size():
    """What the request says it is decides, unless it is no number."""
    step = refused(bytes_read=GRACE + 1001)
    said = exchange(demand=Demand.REFUSE, declared=b"99999999999999999999999")
    assert effects(limit_enforced, (said, step)) == READ_ON
    assert holds(limit_enforced, (exchange(demand=Demand.REFUSE, declared=b"-1"), step))


def test_no_answer_breaks():
    """A client that cannot read the refusal retries for ever."""
    step = refused(response=None, refused=False, failure="connection reset")
    assert effects(limit_enforced, (BIG, step)) == {"an oversize body got no answer": ""}


def test_nobody_saw_is_unclear():
    """An answer that looks well, and no view of what was stored."""
    assert unclear(limit_enforced, (BIG, unseen()))
    assert holds(limit_enforced, (BIG, refused(stored=Stored.UNSEEN)))
