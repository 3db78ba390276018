"""Few events: how many lines one request leaves in the log."""

from __future__ import annotations

from attacks.oracles.few_events import MOST, few_events
from tests.attacks.oracles.builders import effects, exchange, holds, refused, stored, unclear
from tests.attacks.oracles.people import SILENT


def test_a_line_for_each_part_breaks():
    """Whether the upload is taken or refused."""
    flood = {"one request floods the log": ""}
    lines = ("odd",) * (MOST + 1)

    assert effects(few_events, (exchange(), refused(log=lines))) == flood
    assert effects(few_events, (exchange(), stored(log=lines))) == flood


def test_a_handful_holds():
    """For each request of several; that nothing is logged is for others to judge."""
    step = (exchange(), refused(log=("no",) * MOST))

    assert holds(few_events, step, step)
    assert holds(few_events, (exchange(), refused()))


def test_no_answer_is_unclear():
    """Nobody knows what became of it, and the log may be behind."""
    assert unclear(few_events, (exchange(), SILENT))
