"""Rate limited, quota kept, login throttled: too much is refused, and for that reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.model import Demand, Limits
from attacks.oracles.bytes_kept_in_quota import bytes_kept_in_quota
from attacks.oracles.login_throttled import login_throttled
from attacks.oracles.quota_kept import quota_kept
from attacks.oracles.rate_limited import rate_limited
from tests.attacks.oracles.builders import PROFILE, effects, exchange, holds, observe, unclear
from tests.attacks.oracles.people import KNOWING, SILENT, answered, visit

OK, NO = answered(200), answered(413)
BUSY = answered(429)
LATER = answered(503, headers=((b"Retry-After", b"60"),))


def flood(*steps):
    """Return a request for each of *steps*; the last one must be refused."""
    sent = [visit()] * (len(steps) - 1) + [visit(demand=Demand.REFUSE)]
    return zip(sent, steps, strict=True)


@pytest.mark.parametrize("steps", [(OK, BUSY), (OK, LATER), (BUSY, NO)])
def test_too_many_that_is_said_holds(steps):
    """429, or 503 with the time to wait."""
    assert holds(rate_limited, *flood(*steps))
    assert holds(login_throttled, *flood(*steps))


def test_a_flood_that_is_let_through_breaks():
    """None was refused, or only for a quota that is smaller."""
    found = {"a flood of requests was let through": ""}

    assert effects(rate_limited, *flood(OK, OK, OK), profile=PROFILE) == found
    assert effects(rate_limited, *flood(OK, OK, NO), profile=KNOWING) == found


@pytest.mark.parametrize("steps", [(OK, NO), (OK, answered(503)), (OK, SILENT)])
def test_a_refusal_for_another_reason_is_unclear(steps):
    """Nobody knows whether it was for coming too fast."""
    assert unclear(rate_limited, *flood(*steps), profile=PROFILE)


def test_more_than_the_quota_breaks():
    """Counted by what was not refused."""
    assert effects(quota_kept, *flood(OK, OK, OK), profile=KNOWING) == {
        "more files were taken than one person may have": ""
    }


def test_a_full_quota_holds_and_a_rate_limit_before_it_is_unclear():
    """A refusal for coming too fast says nothing about how many there may be."""
    assert holds(quota_kept, *flood(OK, OK, NO), profile=KNOWING)
    assert unclear(quota_kept, *flood(OK, OK, BUSY), profile=KNOWING)
    assert unclear(quota_kept, *flood(OK, SILENT), profile=KNOWING)
    assert holds(quota_kept, *flood(OK, OK, OK), profile=replace(PROFILE, limits=Limits()))


def test_guesses_that_are_all_answered_alike_break():
    """As if the first were the last."""
    found = effects(login_throttled, *flood(answered(401), answered(401)))

    assert found == {"a password could be guessed at without end": ""}


def test_an_answer_that_changes_holds_and_silence_is_unclear():
    """A lock may say no in its own way."""
    assert holds(login_throttled, *flood(answered(401), answered(403)))
    assert unclear(login_throttled, *flood(answered(401), SILENT))
    assert holds(login_throttled, *flood(BUSY, SILENT))


def shares(*steps, quota):
    """Return files of six bytes, under a quota of bytes."""
    demands = [Demand.EITHER] * (len(steps) - 1) + [Demand.REFUSE]
    pairs = zip((exchange(demand=demand) for demand in demands), steps, strict=True)
    return observe(*pairs, profile=replace(PROFILE, limits=Limits(quota_bytes=quota)))


def test_more_bytes_than_the_quota_break():
    """Counted by what was not refused."""
    (effect,) = bytes_kept_in_quota(shares(OK, OK, quota=11)).effects

    assert effect.signature == "more bytes were taken than one person may have"
    assert effect.detail == "12 bytes were taken in 2 files; the quota is 11"


def test_a_full_quota_of_bytes_holds_and_another_reason_is_unclear():
    """A refusal for coming too fast says nothing about how much there may be."""
    outcomes = [
        bytes_kept_in_quota(shares(*steps, quota=quota)).outcome.value
        for steps, quota in (((OK, NO), 11), ((OK, OK), None), ((OK, BUSY), 11), ((OK, SILENT), 11))
    ]

    assert outcomes == ["held", "held", "inconclusive", "inconclusive"]


@pytest.mark.parametrize("oracle", [rate_limited, quota_kept, bytes_kept_in_quota, login_throttled])
def test_an_honest_request_says_nothing(oracle):
    """Nothing of it must be refused."""
    assert holds(oracle, (visit(), OK), profile=KNOWING)
